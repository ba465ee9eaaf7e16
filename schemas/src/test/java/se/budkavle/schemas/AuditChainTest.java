package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import se.budkavle.schemas.AuditChain.Verification;
import se.budkavle.schemas.avro.ActorKind;
import se.budkavle.schemas.avro.AuditEvent;
import se.budkavle.schemas.avro.AuditOutcome;

/** Whatever is done to one act of a chain, but to cut it off at an end, shows. */
class AuditChainTest {

    private static final String ORGANISATION = "0203:a.se";
    private static final int LENGTH = 20;

    private final List<ObjectNode> acts = new ArrayList<>();

    @BeforeEach
    void chain() {
        byte[] previous = null;
        for (int i = 0; i < LENGTH; i++) {
            AuditEvent act = act(i, previous);
            previous = AuditChain.digest(act);
            acts.add(AuditChain.shown(act));
        }
    }

    @Test
    void aChainIsWholeInWhateverOrderItIsRead() {
        Collections.shuffle(acts, new Random(7));

        assertThat(verified()).isEqualTo(new Verification(LENGTH, 1, 0, 0, headOf(LENGTH - 1)));
        assertThat(verified().isWhole()).isTrue();
    }

    @Test
    void whatWasDisposedOfAtTheBeginningIsNotMissed() {
        acts.subList(0, 5).clear();

        assertThat(verified().isWhole()).isTrue();
    }

    @Test
    void whatIsCutOffAtTheEndShowsInTheHead() {
        String head = verified().head();
        acts.removeLast();

        assertThat(verified().isWhole()).isTrue();
        assertThat(verified().head()).isNotEqualTo(head);
    }

    @Test
    void anActThatIsTakenOutShowsWhicheverItIs() {
        for (int i = 1; i < LENGTH - 1; i++) {
            ObjectNode taken = acts.remove(i);
            assertThat(verified().isWhole()).as("without %d", i).isFalse();
            acts.add(i, taken);
        }
    }

    @Test
    void everyFieldThatIsAlteredShows() {
        for (Map.Entry<String, ?> field : acts.get(9).deepCopy().properties()) {
            ObjectNode good = acts.get(9).deepCopy();
            if (field.getKey().equals("organisation")) {
                continue;
            }
            acts.get(9).put(field.getKey(), "another");
            assertThat(verified().isWhole()).as(field.getKey()).isFalse();
            acts.set(9, good);
        }
    }

    @Test
    void anActThatIsAlteredWithItsDigestShowsInTheNext() {
        AuditEvent forged = AuditEvent.newBuilder(act(9, new byte[32]))
                .setOutcome(AuditOutcome.REFUSED)
                .build();
        ObjectNode shown = AuditChain.shown(forged);
        acts.set(9, shown);

        assertThat(verified().isWhole()).isFalse();
    }

    @Test
    void anActThatIsPutInShows() {
        AuditEvent second = AuditEvent.newBuilder(act(99, null))
                .setPreviousDigest(ByteBuffer.wrap(
                        HexFormat.of().parseHex(acts.get(3).path("digest").asText())))
                .build();
        acts.add(AuditChain.shown(second));

        assertThat(verified().forks()).isEqualTo(1);
        assertThat(verified().isWhole()).isFalse();
    }

    private Verification verified() {
        return AuditChain.verify(acts).get(ORGANISATION);
    }

    private String headOf(int number) {
        return acts.stream()
                .filter(act -> act.path("auditId").asText().equals("audit-" + number))
                .findFirst()
                .orElseThrow()
                .path("digest")
                .asText();
    }

    private static AuditEvent act(int number, byte @Nullable [] previous) {
        return AuditEvent.newBuilder()
                .setAuditId("audit-" + number)
                .setOrganisation(ORGANISATION)
                .setActorKind(ActorKind.OPERATOR)
                .setActorPseudonym("p")
                .setAction("put-address")
                .setEntityId("a:" + number)
                .setOutcome(AuditOutcome.DONE)
                .setCode("code")
                .setCausedBy("command-" + number)
                .setAt(Instant.parse("2026-05-01T12:00:00.123Z").plusMillis(number))
                .setExtensions(Map.of(AuditChain.FROM, "192.0.2.1"))
                .setPreviousDigest(previous == null ? null : ByteBuffer.wrap(previous))
                .build();
    }
}
