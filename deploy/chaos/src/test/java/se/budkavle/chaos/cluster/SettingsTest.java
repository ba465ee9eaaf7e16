package se.budkavle.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What every process of every scenario is told. */
class SettingsTest {

    private static final Secrets SECRETS = Secrets.random();

    @Test
    void contentIsEncryptedAtRestAndTheOtherSiteCanReadIt() throws Exception {
        try (Issuer issuer = Issuer.start()) {
            var one = settings("127.0.0.1:1").gateway(1, issuer, "http://127.0.0.1:2");
            var other = settings("127.0.0.1:3").notifier(3, "notifier-1", Path.of("state"));

            String key = "budkavle.secrets.keys." + one.get("budkavle.gateway.at-rest.seal-with");
            assertThat(one).containsEntry(key, SECRETS.sealingKey());
            assertThat(other).containsEntry(key, SECRETS.sealingKey());
        }
    }

    private static Settings settings(String bootstrapServers) {
        return new Settings(bootstrapServers, "http://127.0.0.1:4", 2, 1, SECRETS, Launch.TO_BE_KILLED);
    }
}
