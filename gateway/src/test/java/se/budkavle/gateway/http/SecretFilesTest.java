package se.budkavle.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.gateway.registry.LookupKey;
import se.budkavle.schemas.KafkaSettings;

/** Secrets come from a file that is mounted, named in {@code MICRONAUT_CONFIG_FILES} or this system property. */
class SecretFilesTest {

    private static final String TOKEN = "token-from-a-file";

    @TempDir
    Path folder;

    @AfterEach
    void noFile() {
        System.clearProperty(Environment.PROPERTY_SOURCES_KEY);
    }

    private ApplicationContext startedWith(String lookupKey) throws Exception {
        var file = Files.writeString(folder.resolve("secrets.yml"), """
                budkavle:
                  internal:
                    token: %s
                  gateway:
                    lookup-key: "%s"
                  kafka:
                    properties:
                      ssl.keystore.password: password-from-a-file
                """.formatted(TOKEN, lookupKey));
        System.setProperty(Environment.PROPERTY_SOURCES_KEY, file.toString());
        var rest = new HashMap<String, Object>(TestGateway.ISSUER.properties());
        rest.putAll(Map.of("budkavle.kafka.bootstrap-servers", "localhost:1", "micronaut.server.port", -1));
        return GatewayApplication.context(rest);
    }

    @Test
    void theyAreTaken() throws Exception {
        try (var context = startedWith(Base64.getEncoder().encodeToString(new byte[32]))) {
            assertThat(context.getBean(NotifierSettings.class).token()).isEqualTo(TOKEN);
            assertThat(context.getBean(NotifierSettings.class)).asString().doesNotContain(TOKEN);
            assertThat(context.getBean(KafkaSettings.class).properties())
                    .containsEntry("ssl.keystore.password", "password-from-a-file");
            assertThat(context.getBean(KafkaSettings.class)).asString().doesNotContain("password-from-a-file");
        }
    }

    @Test
    void oneThatIsWrongStopsTheStartAndIsNotShown() throws Exception {
        try (var context = startedWith("not-a-key-but-secret")) {
            assertThatThrownBy(() -> context.getBean(LookupKey.class))
                    .hasMessageContaining("budkavle.gateway.lookup-key")
                    .hasMessageNotContaining("not-a-key-but-secret");
        }
    }
}
