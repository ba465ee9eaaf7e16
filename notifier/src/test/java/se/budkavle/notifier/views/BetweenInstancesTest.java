package se.budkavle.notifier.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import se.budkavle.notifier.api.Page;
import se.budkavle.schemas.AuditChain;
import se.budkavle.schemas.avro.AuditEvent;

/** What one instance tells another must arrive as it was, with the mapper that the application has. */
class BetweenInstancesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.123Z");

    private final ApplicationContext context = ApplicationContext.builder()
            .deduceEnvironment(false)
            .overrideConfigLocations("classpath:notifier/")
            .properties(Map.of("budkavle.service", "notifier", "budkavle.internal.token", "secret"))
            .start();

    private final ObjectMapper json = context.getBean(ObjectMapper.class);

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void itsPartOfTheBooks() throws IOException {
        BalancePart part = new BalancePart(
                Map.of("0203:inera.se", new Intake(2, 3)),
                List.of(new OverdueItem("m", "0203:inera.se", "r", "AVAILABLE", NOW, NOW)));

        assertThat(json.readValue(json.writeValueAsBytes(part), BalancePart.class))
                .isEqualTo(part);
    }

    @Test
    void itsPartOfAList() throws IOException {
        ReasonView reason = new ReasonView("expired", "BV", "BACKBONE");
        MessageItem item = new MessageItem(
                "m", null, "c", NOW, List.of("r"), List.of(new DeliveryView("r", "EXPIRED", NOW, reason)));
        Page<MessageItem> page = new Page<>(List.of(item), item.position().toString());

        Page<MessageItem> read = json.readValue(json.writeValueAsBytes(page), new TypeReference<>() {});

        assertThat(read).isEqualTo(page);
        assertThat(Position.parse(read.next())).isEqualTo(item.position());
        assertThat(json.writeValueAsString(item)).doesNotContain("position");
    }

    @Test
    void itsPartOfWhatWasFound() throws IOException {
        SearchHit message = SearchHit.of("m", "0203:inera.se", IdKind.CASE_ID, NOW);
        SearchHit deadLetter = new SearchHit("DEAD_LETTER", "d", null, "deadLetterId", NOW);
        SearchAnswer answer = SearchAnswer.of(List.of(deadLetter), new Slice<>(List.of(message), message.position()));

        SearchAnswer read = json.readValue(json.writeValueAsBytes(answer), SearchAnswer.class);

        assertThat(read).isEqualTo(answer);
    }

    @Test
    void itsPartOfTheAudit() throws IOException {
        AuditItem act = new AuditItem(AuditChain.shown(AuditEvent.newBuilder()
                .setAuditId("a")
                .setOrganisation("0203:inera.se")
                .setAction("put-address")
                .setAt(NOW)
                .build()));
        Page<AuditItem> page = new Page<>(List.of(act), act.position().toString());

        Slice<AuditItem> read = Slices.parse(json, json.writeValueAsBytes(page), AuditItem.class);

        assertThat(read.items()).containsExactly(act);
        assertThat(read.next()).isEqualTo(act.position());
    }

    @Test
    void howSubscriptionsFare() throws IOException {
        Page<AttemptFigures> page =
                new Page<>(List.of(new AttemptFigures("s", 2, 1, NOW), new AttemptFigures("t", 0, 0, null)), null);

        Page<AttemptFigures> read = json.readValue(json.writeValueAsBytes(page), new TypeReference<>() {});

        assertThat(read).isEqualTo(page);
    }
}
