package se.budkavle.notifier.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.notifier.NotifierSettings;
import se.budkavle.notifier.StreamsHost;
import se.budkavle.notifier.state.Owners.Owner;
import se.budkavle.schemas.AvroSerdes;

/** The internal API over a real server; the store is that of a test driver. */
class FeedHttpTest {

    private static final String A = "subscription-a";
    private static final String ELSEWHERE = "subscription-elsewhere";
    private static final String NOWHERE = "subscription-nowhere";
    private static final String MINE = "?organisation=0203%3Adigg.se";
    private static final String TOKEN = "secret";

    /** The feed of one instance: what is {@link #ELSEWHERE} for it belongs to the other. */
    private static final class Instance extends FeedApplication {

        private final FeedRig rig;
        private HostInfo other = new HostInfo("localhost", 1);

        Instance(FeedRig rig, ApplicationContext context) {
            super(
                    context.getBean(StreamsHost.class),
                    context.getBean(NotifierSettings.class),
                    FeedRig.SETTINGS,
                    rig.serdes,
                    new SimpleMeterRegistry());
            this.rig = rig;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            // The driver runs already.
        }

        @Override
        Owner owner(String subscriptionId) {
            return switch (subscriptionId) {
                case ELSEWHERE -> new Owner.There(other);
                case NOWHERE -> throw new InvalidStateStoreException("the work is being distributed");
                default -> new Owner.Here(0);
            };
        }

        @Override
        ReadOnlyKeyValueStore<Bytes, byte[]> part(int partition) {
            return rig.bytes();
        }
    }

    @TempDir
    private Path state;

    private final HttpClient http = HttpClient.newHttpClient();
    private FeedRig rig;
    private ApplicationContext context;
    private Instance instance;
    private EmbeddedServer server;

    @BeforeEach
    void start() {
        rig = new FeedRig(state);
        Map<String, Object> properties = new HashMap<>(Map.of(
                "budkavle.service", "notifier",
                "budkavle.internal.token", TOKEN,
                "budkavle.kafka.bootstrap-servers", "unused:1",
                "budkavle.kafka.schema-registry-url", "http://unused",
                "budkavle.notifier.state-directory", "unused",
                "budkavle.notifier.instance-id", "one",
                "budkavle.notifier.max-waiting", 1,
                "micronaut.server.port", -1));
        for (String application : new String[] {"mailbox", "views", "feed", "health", "dispatcher"}) {
            properties.put("budkavle.notifier." + application + ".enabled", false);
        }
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations("classpath:nowhere/")
                .properties(properties)
                .build();
        context.registerSingleton(AvroSerdes.class, rig.serdes);
        context.start();
        instance = new Instance(rig, context);
        context.registerSingleton(FeedApplication.class, instance);
        server = context.getBean(EmbeddedServer.class).start();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        context.close();
        rig.close();
    }

    @Test
    void aPageHasCloudEventsAndSaysWhereItGoesOn() throws Exception {
        rig.event(A, "1");
        rig.event(A, "2");
        rig.event(A, "3");

        HttpResponse<String> page = get(A, MINE + "&limit=2");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(page.body()).isEqualTo("""
                {"items":[{"specversion":"1.0","id":"1","source":"urn:budkavle","type":"se.budkavle.message.available",\
                "datacontenttype":"application/json","subject":"subject","time":"2026-05-01T12:00:00Z",\
                "sequence":"0000000000000000000","data":{"n":1.10}},\
                {"specversion":"1.0","id":"2","source":"urn:budkavle","type":"se.budkavle.message.available",\
                "datacontenttype":"application/json","subject":"subject","time":"2026-05-01T12:00:00Z",\
                "sequence":"0000000000000000001","data":{"n":1.10}}],"next":"1"}""");
        assertThat(get(A, MINE + "&after=0000000000000000001").body())
                .contains("\"id\":\"3\"")
                .endsWith("\"next\":\"2\"}");
        assertThat(get(A, MINE + "&after=2").body()).isEqualTo("{\"items\":[],\"next\":\"2\"}");
    }

    @Test
    void aSubscriptionWithoutNotificationsHasAnEmptyPage() throws Exception {
        HttpResponse<String> page = get("new", MINE);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("{\"items\":[],\"next\":\"-1\"}");
        assertThat(get("new", MINE + "&after=-1").body()).isEqualTo(page.body());
    }

    @Test
    void anotherOrganisationSeesNothing() throws Exception {
        rig.event(A, "1");

        assertThat(get(A, "?organisation=0203%3Aother.se").body()).isEqualTo("{\"items\":[],\"next\":\"-1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?organisation=o&after=here", "?organisation=o&after=-2", "?organisation=o&limit=many"})
    void aRequestThatIsNoneIsRefused(String query) throws Exception {
        assertThat(get(A, query).statusCode()).isEqualTo(400);
    }

    @Test
    void nobodyComesInWithoutTheSecret() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(A, MINE)).build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void aCursorBehindWhichSomethingWasSweptIsGone() throws Exception {
        rig.event(A, "1");
        long second = rig.event(A, "2");
        rig.advance(FeedRig.SETTINGS.retention().plusMinutes(1));
        rig.event(A, "3");

        assertThat(get(A, MINE + "&after=0").statusCode()).isEqualTo(410);
        assertThat(get(A, MINE + "&after=" + second).body()).contains("\"id\":\"3\"");
        assertThat(get(A, MINE).body()).contains("\"id\":\"3\"");
    }

    @Test
    void aRequestWaitsForTheFirstNotification() {
        CompletableFuture<HttpResponse<String>> answer = getAsync(A, MINE + "&wait=30000");
        await().until(() -> instance.waiters().waiting() == 1);

        rig.event(A, "1");
        new FeedObserver(new SimpleMeterRegistry(), instance.waiters()).onNotification(A);

        await().untilAsserted(() -> assertThat(answer).isCompleted());
        assertThat(answer.join().body()).contains("\"id\":\"1\"");
    }

    @Test
    void aWaitThatEndsGivesAnEmptyPage() throws Exception {
        rig.event(A, "1");

        assertThat(get(A, MINE + "&after=0&wait=1").body()).isEqualTo("{\"items\":[],\"next\":\"0\"}");
    }

    @Test
    void oneTooManyDoesNotWait() throws Exception {
        CompletableFuture<HttpResponse<String>> first = getAsync(A, MINE + "&wait=30000");
        await().until(() -> instance.waiters().waiting() == 1);

        HttpResponse<String> second = get(A, MINE + "&wait=30000");

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("1");
        first.cancel(true);
        instance.waiters().signal(A);
    }

    @Test
    void whileTheWorkIsDistributedTheCallerAsksAgain() throws Exception {
        assertThat(get(NOWHERE, MINE).statusCode()).isEqualTo(503);
    }

    @Test
    void anotherInstancesSubscriptionIsAskedForThereOnce() throws Exception {
        // The other instance is this one: a request that was passed on and does not belong here either is not passed
        // on.
        instance.other = new HostInfo("localhost", server.getPort());

        HttpResponse<String> answer = get(ELSEWHERE, MINE);

        assertThat(answer.statusCode()).isEqualTo(503);
    }

    private HttpResponse<String> get(String subscription, String query) throws IOException, InterruptedException {
        return http.send(request(subscription, query), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> getAsync(String subscription, String query) {
        return http.sendAsync(request(subscription, query), BodyHandlers.ofString());
    }

    private HttpRequest request(String subscription, String query) {
        return HttpRequest.newBuilder(uri(subscription, query))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
    }

    private URI uri(String subscription, String query) {
        return URI.create(server.getURI() + "/internal/v1/subscriptions/" + subscription + "/notifications" + query);
    }
}
