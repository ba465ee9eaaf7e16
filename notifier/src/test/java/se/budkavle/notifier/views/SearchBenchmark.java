package se.budkavle.notifier.views;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Digests;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.avro.MessageEvent;
import se.budkavle.schemas.avro.MessageEventType;
import se.budkavle.schemas.avro.MessageStatus;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;

/**
 * How long a search takes in one part that holds all messages: on RocksDB as it is set up here, without Kafka. Argument:
 * number of messages.
 */
final class SearchBenchmark {

    private static final int SEARCHES = 2000;
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    private SearchBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int messages = Integer.parseInt(arguments[0]);
        Path state = Files.createTempDirectory("search-benchmark");
        Properties properties = new StreamsSettings(
                        "search-benchmark", "test", state, null, 1, 0, 1, 100, 20, 64L * 1024 * 1024)
                .atLeastOnce(new KafkaSettings("unused:1", "http://unused", Map.of()), PoisonListener.NONE);
        var context = new MockProcessorContext<Void, Void>(properties, new TaskId(0, 0), state.toFile());
        KeyValueStore<Bytes, byte[]> store =
                TraceStore.builder().withLoggingDisabled().build();
        try {
            store.init(context.getStateStoreContext(), store);
            fill(store, messages);
            tellRows(store, messages);
            tell("conversation", store, SearchBenchmark::conversation, messages);
            tell("key", store, number -> "key-" + number, messages);
            tell("trace", store, SearchBenchmark::traceId, messages);
            tell("nothing", store, number -> "nothing-" + number, messages);
        } finally {
            store.close();
            Utils.delete(state.toFile());
        }
    }

    /** All that the views keep of a message that was accepted. */
    private static void fill(KeyValueStore<Bytes, byte[]> store, int messages) {
        AvroSerdes serdes = AvroSerdes.inMemory();
        TraceStore traces = new TraceStore(serdes);
        DeliveryStates states = new DeliveryStates(serdes);
        MessageIndex index = new MessageIndex(serdes);
        SearchIndex search = new SearchIndex();
        for (int i = 0; i < messages; i++) {
            MessageEvent event = event(i);
            SourcePosition position = new SourcePosition(0, i);
            traces.put(store, position, event);
            states.apply(store, event);
            index.add(store, event);
            search.add(store, event, "00-" + traceId(i) + "-00f067aa0ba902b7-01");
            traces.markAccepted(store, position, event);
        }
    }

    private static void tellRows(KeyValueStore<Bytes, byte[]> store, int messages) {
        long rows = 0;
        long bytes = 0;
        try (var all = store.all()) {
            while (all.hasNext()) {
                var next = all.next();
                if (next.key.get()[0] == TraceStore.FIND) {
                    rows++;
                    bytes += next.key.get().length + next.value.length;
                }
            }
        }
        System.out.printf("%.2f rows, %.0f bytes a message%n", (double) rows / messages, (double) bytes / messages);
    }

    private static void tell(String what, KeyValueStore<Bytes, byte[]> store, IntFunction<String> id, int messages) {
        SearchIndex index = new SearchIndex();
        TraceStore traces = new TraceStore(AvroSerdes.inMemory());
        Random random = new Random(1);
        long[] nanos = new long[SEARCHES];
        long found = 0;
        for (int i = 0; i < SEARCHES; i++) {
            SearchQuery query = new SearchQuery(id.apply(random.nextInt(messages)), "00".repeat(32));
            long begin = System.nanoTime();
            found += index.find(store, query, null, 100).items().size();
            found += traces.accepted(store, query.text()) == null ? 0 : 1;
            nanos[i] = System.nanoTime() - begin;
        }

        Arrays.sort(nanos);
        System.out.printf(
                "%s: %d found; median %d us, p99 %d us, slowest %d us%n",
                what, found, nanos[SEARCHES / 2] / 1000, nanos[SEARCHES * 99 / 100] / 1000, nanos[SEARCHES - 1] / 1000);
    }

    private static MessageEvent event(int number) {
        return MessageEvent.newBuilder()
                .setEventId(Ids.derived("event", Integer.toString(number)))
                .setMessageId(Ids.derived("message", Integer.toString(number)))
                .setConversationId(conversation(number))
                .setType(MessageEventType.ACCEPTED)
                .setStatusAfter(MessageStatus.ACCEPTED)
                .setAt(START.plusMillis(number))
                .setOrganisation("0203:inera.se")
                .setRecipients(List.of("sdk:inkorg:0203:digg.se"))
                .setIdempotencyKeyHash(ByteBuffer.wrap(Digests.sha256(bytes("key-" + number))))
                .setExpiresAt(START.plus(Duration.ofDays(14)))
                .build();
    }

    /** Ten messages each. */
    private static String conversation(int number) {
        return Ids.derived("conversation", Integer.toString(number / 10));
    }

    private static String traceId(int number) {
        return Ids.derived("trace", Integer.toString(number)).replace("-", "");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
