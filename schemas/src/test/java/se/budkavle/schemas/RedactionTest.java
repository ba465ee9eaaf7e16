package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import se.budkavle.schemas.avro.WaitKind;
import se.budkavle.schemas.avro.WaitingMessage;

class RedactionTest {

    @Test
    void aRecordTellsWhatItIsAboutButNotItsContent() {
        assertThat(Samples.message().toString())
                .contains("messageId=", "organisation=0203:a.se", "label=***", "content=***", "caseId=***")
                .doesNotContain(Samples.CANARY);
    }

    @Test
    void nestedRecordsKeepTheirSecretsToo() {
        WaitingMessage waiting = WaitingMessage.newBuilder()
                .setKind(WaitKind.PARKED)
                .setDue(Samples.message().getExpiresAt())
                .setMessage(Samples.message())
                .build();

        assertThat(waiting.toString()).contains("PARKED", "0203:a.se").doesNotContain(Samples.CANARY);
    }
}
