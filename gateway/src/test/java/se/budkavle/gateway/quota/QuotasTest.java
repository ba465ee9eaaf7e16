package se.budkavle.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.gateway.problem.RefusedException;
import se.budkavle.schemas.avro.Balance;
import se.budkavle.schemas.avro.BookKeeper;

class QuotasTest {

    private static final String A = "0203:a.se";
    private static final int LEAST = 4 * 1024 * 1024;
    private static final int MEGABYTE = 1024 * 1024;

    private final OpenCounts open = new OpenCounts();
    private long now;
    private final Quotas quotas = new Quotas(new QuotaSettings(LEAST, LEAST, 10, 100), open, () -> now);

    private static Balance balance(String organisation, BookKeeper keeper, Map<String, Long> counts) {
        return Balance.newBuilder()
                .setKeeper(keeper)
                .setPart("p")
                .setOrganisation(organisation)
                .setCounts(counts)
                .setAt(Instant.EPOCH)
                .build();
    }

    private static Refusal refusal(Runnable what) {
        return catchThrowableOfType(RefusedException.class, what::run).refusal();
    }

    @Test
    void whoSendsTooManyBytesWaitsAndNobodyElse() {
        for (int i = 0; i < 4; i++) {
            quotas.countBytes(A, MEGABYTE);
        }

        var refusal = refusal(() -> quotas.countBytes(A, 1));

        assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_BYTES);
        assertThat(quotas.behind(refusal)).hasValue(new Quota(LEAST, 0, 1));
        assertThatCode(() -> quotas.countBytes("0203:b.se", MEGABYTE)).doesNotThrowAnyException();
        now += 250_000_000;
        assertThat(quotas.bytes(A).left()).isEqualTo(MEGABYTE);
        assertThatCode(() -> quotas.countBytes(A, MEGABYTE)).doesNotThrowAnyException();
    }

    @Test
    void aKibibyteIsTheLeast() {
        quotas.countBytes(A, 0);
        quotas.countBytes(A, 1025);

        assertThat(quotas.bytes(A).left()).isEqualTo(LEAST - 3 * 1024);
    }

    @Test
    void whatIsUnderWayAtAnyOwnerCounts() {
        open.put("r", balance(A, BookKeeper.ROUTER, Map.of("held", 2L, "scheduled", 1L, "expired", 100L)));
        open.put("m", balance(A, BookKeeper.MAILBOX, Map.of("available", 3L, "retrieved", 1L, "acknowledged", 100L)));
        open.put("o", balance("0203:b.se", BookKeeper.MAILBOX, Map.of("available", 9L)));

        assertThat(quotas.open(A)).isEqualTo(new Quota(10, 3, 60));
        assertThatCode(() -> quotas.mayOpen(A, 3)).doesNotThrowAnyException();
        var refusal = refusal(() -> quotas.mayOpen(A, 4));
        assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_OPEN);
        assertThat(refusal.members()).containsExactly(Map.entry("organisation", A));
        assertThat(quotas.behind(refusal)).hasValue(new Quota(10, 3, 60));
    }

    @Test
    void whatHasEndedIsFreeAgain() {
        open.put("m", balance(A, BookKeeper.MAILBOX, Map.of("available", 10L)));
        assertThat(quotas.open(A).left()).isZero();

        open.put("m", balance(A, BookKeeper.MAILBOX, Map.of("available", 4L, "acknowledged", 6L)));
        assertThat(quotas.open(A).left()).isEqualTo(6);
        open.put("m", null);
        assertThat(quotas.open(A).left()).isEqualTo(10);
        open.put("m", null);
        assertThat(open.of(A)).isZero();
    }

    @Test
    void ofOtherRefusalsNothingIsTold() {
        assertThat(quotas.behind(Refusal.of(ProblemCode.TOO_MANY_REQUESTS))).isEmpty();
        assertThat(quotas.behind(Refusal.of(ProblemCode.TOO_MANY_BYTES))).isEmpty();
    }

    @Test
    void whatNoSingleRequestCouldPassIsRefusedAtTheStart() {
        assertThatThrownBy(() -> new QuotaSettings(LEAST - 1, LEAST, 1, 1))
                .hasMessageContaining("budkavle.gateway.quota.bytes-per-second");
        assertThatThrownBy(() -> new QuotaSettings(LEAST, LEAST - 1, 1, 1))
                .hasMessageContaining("budkavle.gateway.quota.burst-bytes");
        assertThatThrownBy(() -> new QuotaSettings(LEAST, LEAST, 0, 1))
                .hasMessageContaining("budkavle.gateway.quota.open");
    }
}
