package se.budkavle.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.address.AddressSyntax;
import se.budkavle.gateway.json.JsonFields;
import se.budkavle.gateway.json.StrictJson;
import se.budkavle.gateway.json.Values;
import se.budkavle.gateway.problem.Issues;
import se.budkavle.gateway.problem.Parsed;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.AddressKind;
import se.budkavle.schemas.avro.AddressStatus;
import se.budkavle.schemas.avro.EncryptionKey;
import se.budkavle.schemas.avro.Representative;

/** Reads an address entry. Pure: every fault is named, none of the values. */
public final class AddressRequests {

    /** What the address of a person begins with; a keyed hash follows. */
    static final String PERSON_PREFIX = "person:";

    private static final Pattern PERSON = Pattern.compile(PERSON_PREFIX + "[0-9a-f]{64}");
    private static final int MOST = 100;

    private AddressRequests() {}

    /**
     * {@return the entry as it shall become, or all that is wrong with it}
     *
     * @param address the address of the path, folded
     * @param organisation who writes, and owns it unless stated otherwise
     */
    public static Parsed<Address> parse(byte[] body, String address, String organisation, Instant now) {
        var issues = new Issues();
        return switch (StrictJson.object(body, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var stated = address(fields, "address");
                if (stated != null && !stated.equals(address)) {
                    fields.fault("address", "differs-from-path", "Must be the address of the path.");
                }
                yield read(fields, issues, address, organisation, now);
            }
        };
    }

    /**
     * A line of an import.
     *
     * @param entry the entry as it shall become
     * @param condition under which condition
     */
    public record Line(Address entry, Precondition condition) {}

    /** {@return what a line of an import asks for: an entry as for PUT, with its address, and perhaps ifVersion} */
    public static Parsed<Line> parseLine(byte[] line, String organisation, Instant now) {
        var issues = new Issues();
        return switch (StrictJson.object(line, issues)) {
            case Parsed.Invalid<ObjectNode>(var refusal) -> new Parsed.Invalid<>(refusal);
            case Parsed.Valid<ObjectNode>(var object) -> {
                var fields = new JsonFields(object, "", issues);
                var stated = fields.requiredText("address", 255);
                var address = stated.isEmpty() ? null : folded(stated, fields.at("address"), issues);
                var version = fields.number("ifVersion", 0, Long.MAX_VALUE);
                yield switch (read(fields, issues, address == null ? "" : address, organisation, now)) {
                    case Parsed.Invalid<Address>(var refusal) -> new Parsed.Invalid<>(refusal);
                    case Parsed.Valid<Address>(var entry) ->
                        new Parsed.Valid<>(new Line(entry, new Precondition(version, false)));
                };
            }
        };
    }

    private static Parsed<Address> read(
            JsonFields fields, Issues issues, String address, String organisation, Instant now) {
        var owner = address(fields, "organisation");
        var kind = fields.symbol("kind", AddressKind.class);
        if ((kind == AddressKind.PERSON) != address.startsWith(PERSON_PREFIX)) {
            fields.fault("kind", "wrong-kind", "PERSON and addresses that begin with person: belong together.");
        } else if (kind == AddressKind.PERSON && !PERSON.matcher(address).matches()) {
            fields.fault("address", "invalid-person", "Must be an address that POST /v1/addresses/lookup told.");
        }
        var displayName = fields.text("displayName", 255);
        var acceptedTypes = fields.texts("acceptedTypes", MOST, 1024);
        var status = fields.symbol("status", AddressStatus.class);
        var validFrom = fields.time("validFrom");
        var validTo = fields.time("validTo");
        if (validFrom != null && validTo != null && !validTo.isAfter(validFrom)) {
            fields.fault("validTo", "before-valid-from", "Must be after validFrom.");
        }
        var movedTo = address(fields, "movedTo");
        if (address.equals(movedTo)) {
            fields.fault("movedTo", "moved-to-itself", "Must be another address.");
        }
        var level = fields.integer("maxConfidentialityLevel", 0, 100);
        var requiresEncryption = fields.flag("requiresEncryption");
        var keys = fields.list("encryptionKeys", 10, (node, at) -> key(node, at, issues));
        if (requiresEncryption != null && requiresEncryption && keys.isEmpty()) {
            fields.fault("encryptionKeys", "missing", "An address that requires encryption needs a key.");
        }
        var representatives = fields.list("representatives", MOST, (node, at) -> representative(node, at, issues));
        var deputies =
                fields.list("deputies", MOST, (node, at) -> folded(Values.text(node, 255, at, issues), at, issues));
        var contact = fields.text("contact", 255);
        var source = fields.text("source", 128);
        var sourceVersion = fields.text("sourceVersion", 128);
        // Told, not asked for: what was read may be sent back.
        fields.text("statusReason", 64);
        fields.refuseOthers();
        return Parsed.unless(issues, () -> Address.newBuilder()
                .setAddress(address)
                .setOrganisation(owner == null ? organisation : owner)
                .setKind(kind == null ? AddressKind.FUNCTION : kind)
                .setDisplayName(displayName)
                .setAcceptedTypes(acceptedTypes)
                .setStatus(status == null ? AddressStatus.ACTIVE : status)
                .setListed(kind != AddressKind.PERSON)
                .setValidFrom(validFrom)
                .setValidTo(validTo)
                .setMovedTo(movedTo)
                .setMaxConfidentialityLevel(level)
                .setRequiresEncryption(requiresEncryption != null && requiresEncryption)
                .setEncryptionKeys(keys)
                .setRepresentatives(representatives)
                .setDeputies(deputies)
                .setContact(contact)
                .setSource(source)
                .setSourceVersion(sourceVersion)
                .setUpdatedAt(now)
                .setUpdatedBy(organisation)
                .build());
    }

    private static @Nullable String address(JsonFields fields, String name) {
        var text = fields.text(name, 255);
        var address = text == null ? null : AddressSyntax.fold(text);
        if (text != null && address == null) {
            fields.fault(name, AddressSyntax.CODE, AddressSyntax.DETAIL);
        }
        return address;
    }

    private static @Nullable String folded(@Nullable String text, String at, Issues issues) {
        var address = text == null ? null : AddressSyntax.fold(text);
        if (text != null && address == null) {
            issues.add(at, AddressSyntax.CODE, AddressSyntax.DETAIL);
        }
        return address;
    }

    private static @Nullable Representative representative(JsonNode node, String at, Issues issues) {
        if (!(node instanceof ObjectNode object)) {
            issues.add(at, "wrong-type", "Must be an object.");
            return null;
        }
        var fields = new JsonFields(object, at, issues);
        var organisation = folded(fields.requiredText("organisation", 255), fields.at("organisation"), issues);
        var types = fields.texts("types", MOST, 1024);
        var validTo = fields.time("validTo");
        fields.refuseOthers();
        return organisation == null
                ? null
                : Representative.newBuilder()
                        .setOrganisation(organisation)
                        .setTypes(types)
                        .setValidTo(validTo)
                        .build();
    }

    private static @Nullable EncryptionKey key(JsonNode node, String at, Issues issues) {
        JWK key;
        try {
            key = JWK.parse(node.toString());
        } catch (ParseException | IllegalArgumentException e) {
            issues.add(at, "invalid-jwk", "Not a JWK (RFC 7517).");
            return null;
        }
        if (!(key instanceof AsymmetricJWK) || key.isPrivate()) {
            issues.add(at, "private-key", "Only public keys: what is secret must never be sent here.");
            return null;
        }
        if (key.getKeyID() == null || key.getKeyID().length() > 128) {
            issues.add(at + "/kid", "missing", "A key needs a kid of 1 to 128 characters.");
            return null;
        }
        if (key.getKeyUse() != null && !KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
            issues.add(at + "/use", "wrong-use", "The key is not for encryption.");
            return null;
        }
        if (key instanceof RSAKey && key.size() < 2048) {
            issues.add(at + "/n", "too-short", "An RSA key has at least 2048 bits.");
            return null;
        }
        return EncryptionKey.newBuilder()
                .setKid(key.getKeyID())
                .setJwk(key.toJSONString())
                .build();
    }
}
