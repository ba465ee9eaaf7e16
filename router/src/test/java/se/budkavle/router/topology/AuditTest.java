package se.budkavle.router.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AuditChain;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.avro.AuditEvent;

/** What is written in the audit is chained, each organisation's acts by themselves. */
class AuditTest {

    private final RouterRig router = new RouterRig();

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void theActsOfEachOrganisationAreAChain() {
        for (int i = 0; i < 5; i++) {
            write("0203:a.se", "a" + i);
            write("0203:b.se", "b" + i);
        }

        var chains = AuditChain.verify(
                router.values(Topics.AUDIT_LOG).stream().map(AuditChain::shown).toList());

        assertThat(chains).containsOnlyKeys("0203:a.se", "0203:b.se");
        assertThat(chains.values()).allSatisfy(chain -> {
            assertThat(chain.acts()).isEqualTo(5);
            assertThat(chain.isWhole()).isTrue();
        });
    }

    @Test
    void theFirstNamesNoneAndTheNextNamesIt() {
        write("0203:a.se", "first");
        write("0203:a.se", "second");

        List<AuditEvent> log = router.values(Topics.AUDIT_LOG);

        assertThat(log).extracting(AuditEvent::getAuditId).containsExactly("first", "second");
        assertThat(log.getFirst().getPreviousDigest()).isNull();
        assertThat(log.getLast().getPreviousDigest().array()).isEqualTo(AuditChain.digest(log.getFirst()));
    }

    private void write(String organisation, String id) {
        router.pipe(
                Topics.AUDIT,
                organisation,
                AuditEvent.newBuilder()
                        .setAuditId(id)
                        .setOrganisation(organisation)
                        .setAction("lookup-person")
                        .setAt(Instant.parse("2026-05-01T12:00:00Z"))
                        .build());
    }
}
