package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.gateway.message.SdkMessages;
import se.budkavle.gateway.problem.Parsed;

class SampleMessageTest {

    @Test
    void theGatewayTakesIt() {
        byte[] document = SampleMessage.fresh().getBytes(StandardCharsets.UTF_8);

        assertThat(SdkMessages.parse(document, "application/xml")).isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void eachIsANewOne() {
        assertThat(SampleMessage.fresh()).isNotEqualTo(SampleMessage.fresh());
    }

    @Test
    void isKnownForWhatItIs(@TempDir Path folder) throws IOException {
        Path sdk = SampleMessage.write(folder.resolve("new/message.xml"));
        Path other = Files.writeString(folder.resolve("other.xml"), "<a/>");
        Path notXml = Files.writeString(folder.resolve("text"), "Hej!");

        assertThat(SdkXml.is(sdk)).isTrue();
        assertThat(SdkXml.is(other)).isFalse();
        assertThat(SdkXml.is(notXml)).isFalse();
    }
}
