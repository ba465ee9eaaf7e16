package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.e2e.Draft.message;
import static se.budkavle.schemas.avro.MessageStatus.AVAILABLE;
import static se.budkavle.schemas.avro.MessageStatus.HELD;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A message to as many as it may have, as large as it may be. */
@ExtendWith(BudkavleExtension.class)
class ManyRecipientsTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int RECIPIENTS = 500;
    private static final int UNKNOWN = 20;

    private final Budkavle budkavle;

    ManyRecipientsTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @Test
    void fiveHundredRecipientsCostOneCopyOfTheContent() throws Exception {
        var sender = budkavle.newAgency("sender");
        var recipient = budkavle.newAgency("recipient");
        var name = Budkavle.fresh("nr");
        var known = IntStream.range(0, RECIPIENTS - UNKNOWN)
                .mapToObj(i -> name + "." + i)
                .toList();
        var unknown =
                IntStream.range(0, UNKNOWN).mapToObj(i -> name + ".nobody." + i).toList();
        registers(recipient, known);
        // What does not shrink when it is packed.
        byte[] content = new byte[MEBIBYTE];
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        long before = kafkaBytes();

        var receipt = sender.sends(message()
                .to(IntStream.range(0, RECIPIENTS)
                        .mapToObj(i -> i < UNKNOWN ? unknown.get(i) : known.get(i - UNKNOWN))
                        .toList())
                .with("allOrNothing", false)
                .bytes("application/octet-stream", content));

        assertThat(receipt.recipientCount()).isEqualTo(RECIPIENTS);
        assertThat(receipt.unknownRecipients()).containsExactlyElementsOf(unknown);
        var trace = sender.trace(receipt.messageId());
        known.forEach(address -> recipient.inbox(address).waitUntilReceived(receipt.messageId()));
        trace.waitUntil(known.getLast(), AVAILABLE);
        unknown.forEach(address -> trace.waitUntil(address, HELD));
        assertThat(recipient.inbox(known.get(7)).contentOf(receipt.messageId()).body())
                .isEqualTo(content);
        // Once, and for everybody what is said about it: in deliveries, events, dead letters, states and their
        // changelogs.
        assertThat(kafkaBytes() - before).isBetween((long) MEBIBYTE, 5L * MEBIBYTE);
    }

    @Test
    void fiveHundredAndOneAreTooMany() {
        var sender = budkavle.newAgency("sender");

        sender.posts(message()
                        .to(IntStream.rangeClosed(0, RECIPIENTS)
                                .mapToObj(i -> "nr." + i)
                                .toList()))
                .expect(400);
    }

    /** Imports them, and again from where that was not confirmed. */
    private static void registers(Agency agency, List<String> addresses) {
        List<String> left = addresses;
        while (!left.isEmpty()) {
            var lines = left.stream()
                    .map(address -> "{\"address\": \"" + address + "\"}\n")
                    .collect(Collectors.joining());
            var report = agency.call("POST", "/v1/addresses/import")
                    .body("application/x-ndjson", lines)
                    .send()
                    .expect(200)
                    .json();
            assertThat(report.path("refused").asInt()).isZero();
            int next = report.path("resumeAt").isNull()
                    ? left.size()
                    : report.path("resumeAt").asInt() - 1;
            left = left.subList(next, left.size());
        }
    }

    /** What all topics take on the broker's disk. */
    private long kafkaBytes() throws InterruptedException, ExecutionException {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", budkavle.system().bootstrapServers()))) {
            var nodes = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            return admin.describeLogDirs(nodes).allDescriptions().get().values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .flatMap(directory -> directory.replicaInfos().values().stream())
                    .mapToLong(replica -> replica.size())
                    .sum();
        }
    }
}
