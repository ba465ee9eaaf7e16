package se.budkavle.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.message.Admission.Decision.Admitted;
import se.budkavle.gateway.registry.LookupKey;
import se.budkavle.schemas.RecordHeaders;
import se.budkavle.schemas.avro.Message;

class MessageRecordsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Caller CALLER = new Caller("0203:a.se", "p", Set.of());
    private static final LookupKey KEY = new LookupKey("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    private static Message message(LookupKey key, Admitted admitted) {
        var body = """
                {"recipients": ["in.0203:b.se"], "type": "urn:x:y", "caseId": "case 1",
                 "contentType": "text/plain", "contentText": "x"}""";
        var request =
                JsonMessages.parse(body.getBytes(StandardCharsets.UTF_8), NOW).orRefuse();
        return new MessageRecords(key).message(request, CALLER, admitted, null, NOW);
    }

    @Test
    void whoActsForAnotherIsNamedBesideWhoIsAnswerable() {
        var represented = message(KEY, new Admitted("0203:c.se", "out.0203:c.se", false, true, List.of()));
        var own = message(KEY, new Admitted("0203:a.se", "out.0203:a.se", false, false, List.of()));

        assertThat(represented.getOrganisation()).isEqualTo("0203:c.se");
        assertThat(represented.getOnBehalfOf()).isEqualTo("0203:c.se");
        assertThat(represented.getActorOrganisation()).isEqualTo("0203:a.se");
        assertThat(own.getOnBehalfOf()).isNull();
        assertThat(own.getActorOrganisation()).isNull();
    }

    @Test
    void theCaseIdIsFoundByItsKeyedHashWhereThereIsAKey() {
        var admitted = new Admitted("0203:a.se", "out.0203:a.se", false, false, List.of());

        assertThat(message(KEY, admitted).getCaseIdHash()).isEqualTo(KEY.caseIdHash("case 1"));
        assertThat(message(new LookupKey(""), admitted).getCaseIdHash()).isNull();
    }

    @Test
    void headersTellWhatTheBooksNeed() {
        var admitted = new Admitted("0203:a.se", "out.0203:a.se", false, false, List.of());

        assertThat(MessageRecords.headers(message(KEY, admitted), "00-t"))
                .containsEntry(RecordHeaders.KIND, "MESSAGE")
                .containsEntry(RecordHeaders.ORGANISATION, "0203:a.se")
                .containsEntry(RecordHeaders.RECIPIENTS, "1");
    }
}
