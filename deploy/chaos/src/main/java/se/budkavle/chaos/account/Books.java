package se.budkavle.chaos.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The system's own books, as {@code GET /v1/operator/balance} shows them, beside those of its clients. */
public final class Books {

    private static final List<String> IN_INBOXES = List.of("AVAILABLE", "RETRIEVED");
    private static final List<String> ANSWERED = List.of("ACKNOWLEDGED", "REJECTED");
    private static final List<String> REPEATED = List.of("DUPLICATE", "CONFLICT");

    private Books() {}

    /**
     * Compares, once everything has arrived: per sending organisation there is no difference, and what was accepted, less
     * what was sent again, is answered or in inboxes: just as many as the clients' messages name.
     *
     * @param balance as answered
     * @param accepted what the clients got a 202 for
     * @param answered what recipients answered
     */
    public static List<Finding> compare(JsonNode balance, List<Accepted> accepted, List<Answered> answered) {
        Map<String, Long> own = new TreeMap<>();
        Map<String, String> senders = new HashMap<>();
        accepted.forEach(message -> {
            own.merge(message.organisation(), (long) message.recipients().size(), Long::sum);
            senders.put(message.messageId(), message.organisation());
        });
        List<Finding> findings = new ArrayList<>();
        for (JsonNode organisation : balance.path("organisations")) {
            String name = organisation.path("organisation").asText();
            long expected = own.getOrDefault(name, 0L);
            own.remove(name);
            require(
                    findings,
                    name,
                    "difference",
                    0,
                    organisation.path("difference").asLong(Long.MIN_VALUE));
            require(
                    findings,
                    name,
                    "accepted",
                    expected,
                    organisation.path("accepted").path("deliveries").asLong()
                            - sum(organisation.path("ended"), REPEATED));
            long answers = answered.stream()
                    .filter(answer -> name.equals(senders.get(answer.messageId())))
                    .count();
            require(findings, name, "answered", answers, sum(organisation.path("ended"), ANSWERED));
            require(findings, name, "in inboxes", expected - answers, sum(organisation.path("underWay"), IN_INBOXES));
        }
        own.forEach((name, expected) -> require(findings, name, "accepted", expected, 0));
        if (!balance.path("balanced").asBoolean(false)) {
            findings.add(new Finding(Finding.Kind.UNBALANCED, "all", "balanced is not true"));
        }
        return findings;
    }

    private static void require(List<Finding> findings, String organisation, String what, long expected, long is) {
        if (expected != is) {
            findings.add(
                    new Finding(Finding.Kind.UNBALANCED, organisation, "%s: %d, not %d".formatted(what, is, expected)));
        }
    }

    private static long sum(JsonNode counts, List<String> names) {
        return names.stream().mapToLong(name -> counts.path(name).asLong()).sum();
    }
}
