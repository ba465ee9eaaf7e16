package se.budkavle.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.content.ConfiguredKeyWrap;

class SealingKeysTest {

    private static final String A = "0203:a.se";
    private static final LocalDate DAY = LocalDate.of(2026, 11, 29);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Log log = new Log();

    private SealingKeys gateway(KeyLog to) {
        return new SealingKeys(log.copy, to, new ConfiguredKeyWrap(Log.BOX, "old"), 10, threads);
    }

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void aKeyIsMadeOnceForAnOrganisationsDay() {
        var keys = gateway(log);

        var first = keys.of(A, DAY).orElseThrow();

        assertThat(keys.of(A, DAY)).hasValue(first);
        assertThat(log.written).hasSize(1);
        assertThat(keys.of("0203:b.se", DAY).orElseThrow().id()).isNotEqualTo(first.id());
        assertThat(keys.of(A, DAY.plusDays(1)).orElseThrow().id()).isNotEqualTo(first.id());
        assertThat(first.id()).startsWith("2026-11-29.");
        assertThat(first.toString()).isEqualTo("Sealing[" + first.id() + "]");
    }

    @Test
    void withoutAConfirmationThereIsNoKeyAndTheNextTimeAnotherIsMade() {
        var keys = gateway(log);
        log.isAway = true;

        assertThat(keys.of(A, DAY)).isEmpty();

        log.isAway = false;
        assertThat(keys.of(A, DAY)).isPresent();
        assertThat(log.written).hasSize(1);
    }

    @Test
    void nobodyHasAKeyBeforeItIsConfirmedAndAllWaitForTheSame() throws Exception {
        var asked = new AtomicInteger();
        var confirmed = new CountDownLatch(1);
        var keys = gateway((keyId, value) -> {
            asked.incrementAndGet();
            try {
                confirmed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            return log.write(keyId, value);
        });

        var one = CompletableFuture.supplyAsync(() -> keys.of(A, DAY), threads);
        await().until(() -> asked.get() == 1);
        var another = CompletableFuture.supplyAsync(() -> keys.of(A, DAY), threads);
        assertThat(one).isNotDone();
        confirmed.countDown();

        assertThat(another.join()).isPresent().isEqualTo(one.join());
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatAnotherGatewayMadeWillDo() {
        var made = gateway(log).of(A, DAY).orElseThrow();

        var found = gateway(log).of(A, DAY);

        assertThat(found.map(SealingKeys.Sealing::id)).hasValue(made.id());
        assertThat(found.map(key -> key.key().getEncoded())).hasValue(made.key().getEncoded());
        assertThat(log.written).hasSize(1);
    }

    @Test
    void whatCannotBeUnwrappedIsNotUsed() {
        gateway(log).of(A, DAY);
        var stranger = new SealingKeys(
                log.copy,
                log,
                new ConfiguredKeyWrap(
                        SecretBox.of(
                                Map.of("other", java.util.Base64.getEncoder().encodeToString(new byte[32]))),
                        "other"),
                10,
                threads);

        var second = stranger.of(A, DAY).orElseThrow();

        assertThat(log.written).hasSize(2);
        assertThat(second.id()).isNotEqualTo(log.written.getFirst().keyId());
    }

    @Test
    void withoutAKeyToWrapWithNothingIsMade() {
        var keys = new SealingKeys(log.copy, log, new ConfiguredKeyWrap(Log.BOX, "none"), 10, threads);

        assertThat(keys.of(A, DAY)).isEqualTo(Optional.empty());
        assertThat(log.written).isEmpty();
    }

    @Test
    void whatIsDestroyedIsForgotten() {
        var keys = gateway(log);
        var first = keys.of(A, DAY).orElseThrow();
        log.write(
                first.id(),
                ContentKey.newBuilder()
                        .setKeyId(first.id())
                        .setOrganisation(A)
                        .setWrappedWith("")
                        .build());

        keys.forget(A, DAY);

        assertThat(keys.of(A, DAY).orElseThrow().id()).isNotEqualTo(first.id());
    }
}
