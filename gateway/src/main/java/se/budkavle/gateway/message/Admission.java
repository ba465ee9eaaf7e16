package se.budkavle.gateway.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.registry.RegistryCopy;
import se.budkavle.schemas.avro.Address;
import se.budkavle.schemas.avro.Intake;

/** Decides who sends and who receives, on the copy of the registry. Pure. */
final class Admission {

    /** Whether the message may go. */
    sealed interface Decision {

        /**
         * It may.
         *
         * @param organisation the organisation that is answerable
         * @param sender the sending address
         * @param claim whether the sender is nobody's yet and must be claimed first
         * @param represented whether the caller acts for that organisation
         * @param unknownRecipients those that wait for an operator
         */
        record Admitted(
                String organisation, String sender, boolean claim, boolean represented, List<String> unknownRecipients)
                implements Decision {}

        /** It may not. */
        record Refused(Refusal refusal) implements Decision {}
    }

    private final RegistryCopy registry;
    private final EndToEnd ends;
    private final boolean claimUnknownSenders;

    Admission(RegistryCopy registry, boolean claimUnknownSenders) {
        this.registry = registry;
        this.ends = new EndToEnd(registry);
        this.claimUnknownSenders = claimUnknownSenders;
    }

    /** {@return whether a newer copy of the registry could have what the request needs: an address, or a key of one} */
    boolean misses(MessageRequest request) {
        return request.sender() == null
                || registry.address(request.sender()) == null
                || request.recipients().stream().anyMatch(each -> registry.address(each) == null)
                || !ends.faults(request).isEmpty();
    }

    Decision decide(MessageRequest request, Caller caller, Instant now) {
        var organisation = answerable(request, caller);
        var represented = !organisation.equals(caller.organisation());
        if (registry.isSuspended(organisation) || registry.isSuspended(caller.organisation())) {
            return new Decision.Refused(Refusal.of(ProblemCode.ORGANISATION_SUSPENDED));
        }
        if (request.sender() == null && !represented) {
            var own = registry.sendersOf(organisation);
            return own.size() == 1
                    ? recipients(request, organisation, own.getFirst(), false, false)
                    : refused(
                            ProblemCode.SENDER_REQUIRED,
                            "/sender",
                            "missing",
                            "The organisation has " + (own.isEmpty() ? "no" : "several") + " addresses: state sender.");
        }
        if (request.sender() == null) {
            return refused(ProblemCode.SENDER_REQUIRED, "/sender", "missing", "A representative must state sender.");
        }
        var entry = registry.address(request.sender());
        if (represented && (entry == null || !represents(caller, entry, organisation, request.type(), now))) {
            return refused(
                    ProblemCode.NOT_REPRESENTATIVE,
                    representedAt(request),
                    "not-representative",
                    ProblemCode.NOT_REPRESENTATIVE.title() + ".");
        }
        if (entry == null) {
            return claimUnknownSenders
                    ? recipients(request, organisation, request.sender(), true, false)
                    : refused(
                            ProblemCode.UNKNOWN_SENDER,
                            senderAt(request),
                            "unknown-sender",
                            "The sender is not registered.");
        }
        if (!entry.getOrganisation().equals(organisation)) {
            return refused(
                    ProblemCode.SENDER_NOT_YOURS,
                    senderAt(request),
                    "sender-not-yours",
                    "The sender belongs to another organisation.");
        }
        return recipients(request, organisation, request.sender(), false, represented);
    }

    private static String answerable(MessageRequest request, Caller caller) {
        if (request.onBehalfOf() != null) {
            return request.onBehalfOf();
        }
        return request.organisation() != null ? request.organisation() : caller.organisation();
    }

    private static boolean represents(Caller caller, Address sender, String organisation, String type, Instant now) {
        return sender.getOrganisation().equals(organisation)
                && sender.getRepresentatives().stream()
                        .anyMatch(each -> each.getOrganisation().equals(caller.organisation())
                                && (each.getTypes().isEmpty() || each.getTypes().contains(type))
                                && (each.getValidTo() == null
                                        || each.getValidTo().isAfter(now)));
    }

    private Decision recipients(
            MessageRequest request, String organisation, String sender, boolean claim, boolean represented) {
        var unknown = new ArrayList<String>();
        var issues = new ArrayList<Issue>();
        for (int i = 0; i < request.recipients().size(); i++) {
            var recipient = request.recipients().get(i);
            // A sender that is claimed on the way may write to itself.
            if (registry.address(recipient) == null && !(claim && recipient.equals(sender))) {
                unknown.add(recipient);
                issues.add(new Issue(recipientAt(request, i), "unknown-recipient", "The recipient is not registered."));
            }
        }
        if (!unknown.isEmpty() && request.allOrNothing()) {
            return new Decision.Refused(new Refusal(
                    ProblemCode.UNKNOWN_RECIPIENT,
                    unknown.size() + " of " + request.recipients().size() + " recipients are unknown.",
                    issues));
        }
        // Not even where others would get it: what must be encrypted must not lie here otherwise.
        var faults = ends.faults(request);
        return faults.isEmpty()
                ? new Decision.Admitted(organisation, sender, claim, represented, unknown)
                : new Decision.Refused(new Refusal(
                        ProblemCode.ENCRYPTION_REQUIRED,
                        faults.size() + " of " + request.recipients().size()
                                + " recipients could not read it, or must not get it like this.",
                        faults));
    }

    private static Decision refused(ProblemCode code, String pointer, String issue, String detail) {
        return new Decision.Refused(Refusal.of(code, new Issue(pointer, issue, detail)));
    }

    private static String senderAt(MessageRequest request) {
        return request.intake() == Intake.SDK_XML ? SdkMessages.SENDER_ADDRESS : "/sender";
    }

    private static String representedAt(MessageRequest request) {
        return request.intake() == Intake.SDK_XML ? SdkMessages.SENDER_ORGANISATION : "/onBehalfOf";
    }

    static String recipientAt(MessageRequest request, int index) {
        return request.intake() == Intake.SDK_XML ? SdkMessages.RECIPIENT_ADDRESS : "/recipients/" + index;
    }
}
