package se.budkavle.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import se.budkavle.gateway.auth.Access;

/**
 * Requests that nobody should send: right ones for every route, altered at random and written byte by byte. The same seed and
 * number give the same request.
 */
final class Fuzz {

    /** Stands in every body, and must stand in no answer. */
    static final String SECRET = "c4n4ry-5ecret";

    /**
     * One request.
     *
     * @param route which it began as
     * @param bytes what is sent
     * @param broken whether it is no HTTP any more: then the server may wait for the rest, or hang up
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Attempt(String route, byte[] bytes, boolean broken) {}

    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");
    private static final String SOME_ID = "0190f5f1-0000-7000-8000-000000000000";

    private static final List<String> NASTY = List.of(
            "",
            "%00",
            "%2E%2E%2F",
            "..",
            "%FF",
            "%ED%A0%80",
            "%F0%9F%92%A9",
            "a".repeat(300),
            "'",
            "%22",
            "%3Cscript%3E",
            SOME_ID,
            "-1",
            "0",
            "1e999",
            "%7B%7D",
            "%25",
            "+",
            "null",
            "9223372036854775808",
            "2026-02-30T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "%2B999999999-12-31T23:59:59Z",
            "P999999999D",
            "0203:agency.se",
            "a%0D%0Ab",
            "%E2%80%AE");

    private static final List<String> QUERIES = List.of(
            "limit",
            "after",
            "address",
            "status",
            "q",
            "from",
            "to",
            "type",
            "organisation",
            "dryRun",
            "conversationId",
            "caseId",
            "senderMessageId",
            "reason",
            "messageId",
            "subscriptionId",
            "by",
            "kind",
            "actor",
            "action",
            "confidentialityLevel");

    private static final List<String> HEADERS = List.of(
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Last-Event-ID",
            "traceparent",
            "X-Request-Id",
            "Accept",
            "Range",
            "ce-id",
            "ce-type",
            "ce-source",
            "ce-specversion",
            "ce-subject",
            "Content-Encoding",
            "Expect",
            "Cookie",
            "X-HTTP-Method-Override");

    private static final List<String> VALUES = List.of(
            "",
            "\"",
            "\"1\"",
            "*",
            "k".repeat(200),
            "text/event-stream",
            "image/png",
            "gzip",
            "00-0-0-00",
            "1.0",
            "100-continue",
            "\u00ff\u00fe",
            "a\tb",
            "urn:x:y",
            "DELETE",
            "bytes=0-1",
            "application/json;q=x");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/xml",
            "application/x-ndjson",
            "application/cloudevents+json",
            "application/cloudevents-batch+json",
            "application/json; charset=utf-16",
            "text/plain",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/jose",
            "x");

    private static final List<byte[]> PIECES = List.of(
            bytes("\u0000"),
            bytes("\""),
            bytes("{"),
            bytes("}"),
            bytes("["),
            bytes("]]"),
            bytes("null"),
            bytes("1e999999999"),
            bytes("-0"),
            bytes("\\ud800"),
            bytes("\\u0000"),
            bytes("{\"a\":".repeat(50)),
            bytes("[".repeat(2000)),
            bytes("<!DOCTYPE a [<!ENTITY b \"c\">]>"),
            bytes("&b;"),
            bytes("]]>"),
            bytes("\n"),
            bytes("\r\n"),
            bytes("a".repeat(5000)),
            bytes("\u202e"),
            bytes("."),
            bytes("$ref"),
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            bytes("99999999999999999999"));

    private static final Map<String, List<String>> BODIES = bodies();

    private final long seed;
    private final String token;

    Fuzz(long seed, String token) {
        this.seed = seed;
        this.token = token;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> bodies() {
        var message =
                "{\"recipients\": [\"in.0203:other.se\"], \"sender\": \"out.0203:agency.se\", \"type\": \"urn:x:y\", \"label\": \"%s\", \"notBefore\": null, \"contentType\": \"text/plain\", \"contentText\": \"%s\"}"
                        .formatted(SECRET, SECRET);
        var jwe =
                "{\"recipients\": [\"in.0203:other.se\"], \"type\": \"urn:x:y\", \"label\": \"%s\", \"contentType\": \"application/jose\", \"contentText\": \"eyJhbGciOiJFQ0RILUVTK0EyNTZLVyIsImVuYyI6IkEyNTZHQ00iLCJraWQiOiJrIiwiZXBrIjp7Imt0eSI6IkVDIn19.AA.AA.AA.AA\"}"
                        .formatted(SECRET);
        var sdk =
                "<m:messagePayload xmlns:m=\"urn:riv:infrastructure:messaging:MessageWithAttachments:3\"><m:message><m:messageHeader><m:messageId>0e4ad3f0-3c5e-4c1b-9f7e-1f6f0a0c7a11</m:messageId><m:label>%s</m:label><m:recipient><m:recipientID><m:root>iso6523-actorid-upis</m:root><m:extension>0203:other.se</m:extension></m:recipientID></m:recipient><m:sender><m:senderID><m:root>iso6523-actorid-upis</m:root><m:extension>0203:agency.se</m:extension></m:senderID></m:sender></m:messageHeader></m:message></m:messagePayload>"
                        .formatted(SECRET);
        var event =
                "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"/x\", \"type\": \"se.agency.changed\", \"subject\": \"%s\", \"data\": {\"a\": [1.10, \"%s\"]}}"
                        .formatted(SECRET, SECRET);
        var bodies = new HashMap<String, List<String>>();
        bodies.put("POST /v1/messages", List.of(message, jwe, sdk));
        bodies.put("POST /v1/messages/batch", List.of(message + "\n" + jwe + "\n\n{}\n"));
        bodies.put(
                "POST /v1/inbox/{messageId}/acknowledgement",
                List.of(
                        "{\"outcome\": \"REJECTED\", \"code\": \"c\", \"category\": \"BV\", \"detail\": \"%s\", \"issues\": [{\"pointer\": \"/a\", \"code\": \"b\", \"detail\": \"c\"}]}"
                                .formatted(SECRET)));
        bodies.put(
                "POST /v1/addresses/import",
                List.of("{\"address\": \"a.0203:agency.se\", \"displayName\": \"%s\"}\n{\"address\": \"x\"}\n"
                        .formatted(SECRET)));
        bodies.put("POST /v1/addresses/lookup", List.of("{\"personalIdentityNumber\": \"191212121212\"}"));
        bodies.put(
                "PUT /v1/addresses/{address}",
                List.of(
                        "{\"displayName\": \"%s\", \"acceptedTypes\": [\"urn:x:y\"], \"validFrom\": \"2026-01-01T00:00:00Z\", \"encryptionKeys\": [{\"kty\": \"EC\", \"crv\": \"P-256\", \"kid\": \"k\", \"x\": \"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\", \"y\": \"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}], \"representatives\": [{\"organisation\": \"0203:b.se\"}]}"
                                .formatted(SECRET)));
        bodies.put("POST /v1/events", List.of(event, "[" + event + ", " + event + "]"));
        bodies.put(
                "PUT /v1/event-types/{type}",
                List.of(
                        "{\"description\": \"%s\", \"visibility\": \"LIMITED\", \"audience\": [\"0203:b.se\"], \"schema\": {\"type\": \"object\", \"$defs\": {\"a\": {\"pattern\": \"(a+)+$\"}}, \"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}}}"
                                .formatted(SECRET)));
        var subscription =
                "{\"name\": \"%s\", \"types\": [\"se.agency.changed\"], \"filters\": [{\"all\": [{\"prefix\": {\"subject\": \"E\"}}, {\"not\": {\"exact\": {\"source\": \"/x\"}}}]}], \"channel\": {\"kind\": \"WEBHOOK\", \"url\": \"https://203.0.113.1/x\"}, \"ordering\": \"STRICT\", \"retryLadder\": [\"PT1S\"]}"
                        .formatted(SECRET);
        bodies.put("POST /v1/subscriptions", List.of(subscription));
        bodies.put("PUT /v1/subscriptions/{id}", List.of(subscription));
        bodies.put(
                "POST /v1/subscriptions/{id}/replay",
                List.of(
                        "{\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-02-01T00:00:00Z\"}",
                        "{\"deadLetterIds\": [\"a\"]}"));
        bodies.put("POST /v1/subscriptions/{id}/rotate-secret", List.of("{\"overlap\": \"PT1H\"}"));
        var job =
                "{\"filter\": {\"topic\": \"messages.normal\", \"reason\": \"push-failed\", \"from\": \"2026-01-01T00:00:00Z\"}, \"ratePerSecond\": 100, \"dryRun\": true}";
        bodies.put("POST /v1/operator/replays", List.of(job));
        bodies.put(
                "POST /v1/operator/discards", List.of(job, "{\"filter\": {}, \"reason\": \"%s\"}".formatted(SECRET)));
        bodies.put("POST /v1/operator/dead-letters/{id}/replay", List.of("{\"force\": true}"));
        return bodies;
    }

    /** {@return the n-th request} */
    Attempt attempt(long number) {
        var random = new SplittableRandom(seed * 1_000_003 + number);
        var row = Access.TABLE.get(random.nextInt(Access.TABLE.size()));
        var head = new StringBuilder(row.method())
                .append(' ')
                .append(target(row.template(), random))
                .append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (random.nextInt(20) > 0) {
            head.append("Authorization: Bearer ")
                    .append(random.nextInt(10) == 0 ? altered(token, random) : token)
                    .append("\r\n");
        }
        while (random.nextInt(4) == 0) {
            head.append(any(HEADERS, random))
                    .append(": ")
                    .append(any(VALUES, random))
                    .append("\r\n");
        }
        byte[] body = new byte[0];
        if (row.method().equals("POST") || row.method().equals("PUT")) {
            var bodies = BODIES.getOrDefault(row.route(), List.of("{\"reason\": \"%s\"}".formatted(SECRET)));
            var good = any(bodies, random);
            body = altered(bytes(good), random);
            head.append("Content-Type: ")
                    .append(random.nextInt(8) == 0 ? any(TYPES, random) : type(row, good))
                    .append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        var start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        boolean broken = random.nextInt(100) == 0;
        var request = new ByteArrayOutputStream();
        request.writeBytes(broken ? alteredOnce(start, random) : start);
        request.writeBytes(body);
        return new Attempt(row.route(), request.toByteArray(), broken);
    }

    private static String type(Access.Rule row, String body) {
        if (row.route().endsWith("/import") || row.route().endsWith("/batch")) {
            return "application/x-ndjson";
        }
        if (row.route().equals("POST /v1/events")) {
            return body.startsWith("[") ? "application/cloudevents-batch+json" : "application/cloudevents+json";
        }
        return body.startsWith("<") ? "application/xml" : "application/json";
    }

    private static String target(String template, RandomGenerator random) {
        var path = VARIABLE.matcher(template)
                .replaceAll(variable ->
                        random.nextInt(3) == 0 ? any(NASTY, random).replace("$", "") : good(variable.group()));
        var query = new StringBuilder();
        while (random.nextInt(3) == 0) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(any(QUERIES, random))
                    .append('=')
                    .append(any(NASTY, random));
        }
        return path + query;
    }

    private static String good(String variable) {
        return switch (variable) {
            case "{address}" -> "in.0203:other.se";
            case "{type}" -> "se.agency.changed";
            case "{organisation}" -> "0203:other.se";
            default -> SOME_ID;
        };
    }

    /** One of its letters is another. */
    private static String altered(String text, RandomGenerator random) {
        int at = random.nextInt(text.length());
        return text.substring(0, at) + (char) ('A' + random.nextInt(26)) + text.substring(at + 1);
    }

    private static byte[] altered(byte[] body, RandomGenerator random) {
        var altered = body;
        while (random.nextInt(3) > 0) {
            altered = alteredOnce(altered, random);
        }
        return altered;
    }

    private static byte[] alteredOnce(byte[] bytes, RandomGenerator random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(20));
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, from);
            case 1 -> joined(bytes, from, to, new byte[0]);
            case 2 -> joined(bytes, from, from, Arrays.copyOfRange(bytes, from, to));
            case 3 -> joined(bytes, from, Math.min(bytes.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            default -> joined(bytes, from, random.nextBoolean() ? from : to, PIECES.get(random.nextInt(PIECES.size())));
        };
    }

    /** What lies between is replaced. */
    private static byte[] joined(byte[] bytes, int from, int to, byte[] between) {
        var joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, from);
        joined.writeBytes(between);
        joined.write(bytes, to, bytes.length - to);
        return joined.toByteArray();
    }

    private static String any(List<String> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
