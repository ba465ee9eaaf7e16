package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.notifier.views.ViewsRig.NOW;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;

/** The audit, newest first, by what is asked for. */
class AuditStoreTest {

    private ViewsRig views;
    private AuditStore acts;
    private TestInputTopic<String, AuditEvent> log;

    @BeforeEach
    void start(@TempDir Path state) {
        views = new ViewsRig(state);
        acts = new AuditStore(views.serdes);
        log = views.input(Topics.AUDIT_LOG);
        for (int i = 0; i < 10; i++) {
            write("0203:a.se", "a" + i, NOW.plusSeconds(i));
            write("0203:b.se", "b" + i, NOW.plusSeconds(i).plusMillis(500));
        }
    }

    @AfterEach
    void stop() {
        views.close();
    }

    @Test
    void allAreListedNewestFirstAndEachOnceHoweverOftenItComes() {
        write("0203:a.se", "a3", NOW.plusSeconds(3));

        assertThat(list(query(null, null), null, 100)).hasSize(20).startsWith("b9", "a9", "b8");
    }

    @Test
    void thePagesAreTheWhole() {
        for (String organisation : new String[] {null, "0203:a.se"}) {
            AuditQuery query = query(organisation, null);
            List<String> whole = list(query, null, 100);
            List<String> pages = new ArrayList<>();
            Position after = null;
            do {
                var slice = acts.list(store(), query, after, 3, 1000);
                slice.items().forEach(item -> pages.add(id(item)));
                after = slice.next();
            } while (after != null);
            assertThat(pages).isEqualTo(whole);
        }
    }

    @Test
    void onlyThoseOfATime() {
        AuditQuery between =
                new AuditQuery("0203:a.se", null, null, null, null, NOW.plusSeconds(2), NOW.plusSeconds(5));

        assertThat(list(between, null, 100)).containsExactly("a4", "a3", "a2");
    }

    @Test
    void onlyThoseAboutSomething() {
        assertThat(list(query(null, "entity-a4"), null, 100)).containsExactly("a4");
        assertThat(list(query("0203:b.se", "entity-a4"), null, 100)).isEmpty();
    }

    @Test
    void whatIsLookedAtIsBounded() {
        var slice = acts.list(store(), query(null, "entity-a0"), null, 100, 5);

        assertThat(slice.items()).isEmpty();
        assertThat(slice.next()).isNotNull();
    }

    private List<String> list(AuditQuery query, @Nullable Position after, int limit) {
        return acts.list(store(), query, after, limit, 1000).items().stream()
                .map(AuditStoreTest::id)
                .toList();
    }

    private static String id(AuditItem item) {
        return item.act().path("auditId").asText();
    }

    private static AuditQuery query(@Nullable String organisation, @Nullable String entityId) {
        return new AuditQuery(organisation, null, null, entityId, null, Instant.EPOCH, null);
    }

    private KeyValueStore<Bytes, byte[]> store() {
        return views.store(AuditStore.NAME);
    }

    private void write(String organisation, String id, Instant at) {
        log.pipeInput(
                organisation,
                AuditEvent.newBuilder()
                        .setAuditId(id)
                        .setOrganisation(organisation)
                        .setAction("put-address")
                        .setEntityId("entity-" + id)
                        .setOutcome(AuditOutcome.DONE)
                        .setAt(at)
                        .build());
    }
}
