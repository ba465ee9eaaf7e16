package se.budkavle.notifier.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.ChannelKind;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.avro.Subscription;

/** Records, and what becomes of them, with a producer in the hand of the test; a real broker is the end-to-end tests'. */
class TopicPusherTest {

    private static final SubscriberTopicSettings TOPICS = new SubscriberTopicSettings(3, Duration.ofDays(90), 100);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(Cluster.empty(), true, null, new StringSerializer(), new ByteArraySerializer());
    private final Serde<Notification> serde = AvroSerdes.inMemory().value(Topics.NOTIFICATIONS);
    private final List<SubscriberTopic> made = new ArrayList<>();
    private final TopicPusher pusher = new TopicPusher(
            Samples.settings(Duration.ofSeconds(6)), TOPICS, producer, serde.serializer(), topic -> maker().make(
                            topic));
    private volatile TopicMaker maker = made::add;

    private TopicMaker maker() {
        return maker;
    }

    @AfterEach
    void stop() {
        pusher.close();
    }

    private static Subscription.Builder subscription() {
        return Samples.subscription("s")
                .setChannel(ChannelKind.TOPIC)
                .setUrl(null)
                .setPrincipal("User:a");
    }

    private AttemptResult push(Subscription.Builder subscription, Notification.Builder notification) throws Exception {
        PushRequest request =
                new PushRequest(subscription.build(), notification.build(), DispatcherRig.TRACEPARENT, Samples.START);
        return pusher.push(request).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private AttemptResult push() throws Exception {
        return push(subscription(), Samples.notification("s", "E4/1", "n0"));
    }

    private static Map<String, String> headers(ProducerRecord<String, byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Test
    void writesTheNotificationBySubjectWithTheEventsAttributes() throws Exception {
        Notification.Builder notification = Samples.notification("s", "E4/1", "n0")
                .setSequence(17L)
                .setAttributes(Map.of("colour", "red"))
                .setReplay(1)
                .setReplayId("r1");

        assertThat(push(subscription(), notification)).isEqualTo(new AttemptResult.Written());

        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("notifications.s");
            assertThat(record.key()).isEqualTo("E4/1");
            assertThat(record.value()[0]).isZero();
            assertThat(serde.deserializer().deserialize(record.topic(), record.value()))
                    .isEqualTo(notification.build());
            Map<String, String> headers = headers(record);
            assertThat(headers.remove("traceparent"))
                    .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                    .isNotEqualTo(DispatcherRig.TRACEPARENT);
            assertThat(headers.remove("ce_traceparent")).isEqualTo(DispatcherRig.TRACEPARENT);
            assertThat(headers)
                    .isEqualTo(Map.of(
                            "ce_specversion", "1.0",
                            "ce_id", "e-n0",
                            "ce_source", "urn:budkavle",
                            "ce_type", "se.a.changed",
                            "ce_subject", "E4/1",
                            "ce_time", "2026-03-02T08:00:00Z",
                            "ce_colour", "red",
                            "ce_sequence", "0000000000000000017",
                            "ce_replay", "1",
                            "ce_replayid", "r1"));
        });
    }

    @Test
    void withoutASubjectTheSubscriptionIsTheKey() throws Exception {
        push(subscription(), Samples.notification("s", null, "n0"));

        assertThat(producer.history()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("s");
            assertThat(headers(record)).doesNotContainKey("ce_subject");
        });
    }

    @Test
    void seesToTheTopicBeforeTheFirstRecordOnly() throws Exception {
        push();
        push();

        assertThat(producer.history()).hasSize(2);
        assertThat(made).containsExactly(new SubscriberTopic("s", "User:a", 3, 1));
    }

    @Test
    void whoMayReadIsSeenToAfterEachChange() throws Exception {
        push();
        push(subscription().setPrincipal("User:b").setVersion(2), Samples.notification("s", "E4/1", "n1"));
        push(subscription().setVersion(3), Samples.notification("s", "E4/1", "n2"));

        assertThat(made).extracting(SubscriberTopic::principal).containsExactly("User:a", "User:b", "User:a");
    }

    @Test
    void aTopicThatWasDeletedIsMadeAgainAtTheNextAttempt() throws Exception {
        push();
        producer.sendException = new UnknownTopicOrPartitionException();
        assertThat(push()).isEqualTo(new AttemptResult.Failed("UnknownTopicOrPartitionException"));
        producer.sendException = null;

        assertThat(push()).isEqualTo(new AttemptResult.Written());
        assertThat(made).hasSize(2);
    }

    @Test
    void whatTheBrokerRefusesIsTold() throws Exception {
        AvroSerdes serdes = AvroSerdes.inMemory();
        try (MockProducer<String, byte[]> slow = new MockProducer<>(
                        Cluster.empty(), false, null, new StringSerializer(), new ByteArraySerializer());
                TopicPusher waiting = new TopicPusher(
                        Samples.settings(),
                        TOPICS,
                        slow,
                        serdes.value(Topics.NOTIFICATIONS).serializer(),
                        made::add)) {
            PushRequest request = new PushRequest(
                    subscription().build(), Samples.notification("s", "x", "n0").build(), null, Samples.START);
            CompletableFuture<AttemptResult> result = waiting.push(request).toCompletableFuture();
            await().until(() -> slow.errorNext(new TopicAuthorizationException("canary")));

            assertThat(result.get(10, TimeUnit.SECONDS))
                    .isEqualTo(new AttemptResult.Failed("TopicAuthorizationException"));
        }
    }

    @Test
    void whatCannotBeMadeFailsTheAttemptAndIsTriedAgain() throws Exception {
        maker = topic -> {
            made.add(topic);
            throw new TopicAuthorizationException("canary");
        };

        assertThat(push()).isEqualTo(new AttemptResult.Failed("TopicAuthorizationException"));
        assertThat(push()).isEqualTo(new AttemptResult.Failed("TopicAuthorizationException"));
        assertThat(made).hasSize(2);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aTopicThatTakesTooLongFailsTheAttemptAndHoldsUpNoOther() throws Exception {
        CountDownLatch testEnded = new CountDownLatch(1);
        maker = topic -> {
            if (topic.subscriptionId().equals("s")) {
                testEnded.await();
            }
        };

        CompletableFuture<AttemptResult> stuck = pusher.push(new PushRequest(
                        subscription().build(),
                        Samples.notification("s", "x", "n0").build(),
                        null,
                        Samples.START))
                .toCompletableFuture();
        assertThat(push(subscription().setSubscriptionId("other"), Samples.notification("other", "x", "n1")))
                .isEqualTo(new AttemptResult.Written());
        assertThat(stuck.get(10, TimeUnit.SECONDS)).isEqualTo(new AttemptResult.Failed("TimeoutException"));
        testEnded.countDown();
    }

    @Test
    void whatIsTooLargeForTheSubscriberOrTheBrokerIsNotTriedAgain() throws Exception {
        assertThat(push(subscription().setMaxPayloadBytes(100), Samples.notification("s", "x", "n0")))
                .isEqualTo(new AttemptResult.TooLarge());
        assertThat(producer.history()).isEmpty();
        producer.sendException = new RecordTooLargeException();
        assertThat(push()).isEqualTo(new AttemptResult.TooLarge());
    }

    @Test
    void whatIsNoCloudEventFails() throws Exception {
        assertThat(push(subscription(), Samples.notification("s", "x", "n0").setSource("not a uri")))
                .isEqualTo(new AttemptResult.Failed("IllegalArgumentException"));
    }

    @Test
    void theChannelSaysWhoPushes() {
        ControlledPusher webhooks = new ControlledPusher();
        ControlledPusher topics = new ControlledPusher();
        ChannelPusher byChannel = new ChannelPusher(webhooks, topics);
        for (ChannelKind channel : List.of(ChannelKind.WEBHOOK, ChannelKind.TOPIC)) {
            byChannel.push(new PushRequest(
                    Samples.subscription("s").setChannel(channel).build(),
                    Samples.notification("s", "x", channel.name()).build(),
                    null,
                    Samples.START));
        }

        assertThat(webhooks.underWay()).containsExactly("WEBHOOK");
        assertThat(topics.underWay()).containsExactly("TOPIC");
    }
}
