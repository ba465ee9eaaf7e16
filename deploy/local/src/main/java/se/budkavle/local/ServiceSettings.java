package se.budkavle.local;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.budkavle.schemas.TopicOptions;

/**
 * The configuration that makes the three services parts of one small system on one machine: what they are told in
 * production by environment variables, with the local answers.
 *
 * @param data where state and keys are
 * @param ports where each listens
 * @param bootstrapServers the embedded broker
 * @param schemaRegistryUrl the registry beside it
 * @param internalToken the secret between gateway and notifier, another one at every start
 * @param secretsKey the key under which they keep subscriptions' secrets and the keys of content
 */
record ServiceSettings(
        DataDirectory data,
        LocalPorts ports,
        String bootstrapServers,
        String schemaRegistryUrl,
        String internalToken,
        String secretsKey) {

    private static final String SECRETS_KEY = "local";

    /** Two, so that nothing here works only because there is one. */
    private static final int PARTITIONS = 2;

    private static final String LOOPBACK = "127.0.0.1";

    TopicOptions topicOptions() {
        return new TopicOptions(true, 1, PARTITIONS);
    }

    Map<String, Object> gateway() {
        Map<String, Object> settings = common(ports.gateway());
        settings.put("budkavle.gateway.notifier.urls", List.of(url(ports.notifier())));
        // What a newcomer tries alone: any sender of one's own, webhooks to this machine.
        settings.put("budkavle.gateway.registry.create-unknown-senders", true);
        settings.put("budkavle.gateway.registry.allow-loopback-targets", true);
        settings.put("budkavle.gateway.lookup-key", key("lookup-key"));
        settings.put("budkavle.gateway.subscriptions.seal-with", SECRETS_KEY);
        settings.put("budkavle.gateway.at-rest.seal-with", SECRETS_KEY);
        settings.put("budkavle.gateway.issuers.local.issuer", LocalIdentity.ISSUER);
        settings.put("budkavle.gateway.issuers.local.jwks-url", LocalIdentity.JWKS_PATH);
        settings.put("budkavle.gateway.docs.token-url", "/dev/token");
        settings.put("budkavle.gateway.console.token-url", "/dev/token");
        settings.put("budkavle.local.enabled", true);
        settings.put("budkavle.local.keys-directory", data.keys().toString());
        settings.put("budkavle.local.router-url", url(ports.router()));
        settings.put("budkavle.local.notifier-url", url(ports.notifier()));
        return settings;
    }

    Map<String, Object> router() {
        Map<String, Object> settings = common(ports.router());
        settings.put("budkavle.router.streams.state-directory", state("router"));
        settings.put("budkavle.router.streams.instance-id", "local");
        settings.put("budkavle.router.streams.threads", 1);
        return settings;
    }

    Map<String, Object> notifier() {
        Map<String, Object> settings = common(ports.notifier());
        settings.put("budkavle.notifier.state-directory", state("notifier"));
        settings.put("budkavle.notifier.instance-id", "local");
        settings.put("budkavle.notifier.advertised-host", LOOPBACK);
        settings.put("budkavle.notifier.dispatcher.allow-loopback", true);
        settings.put("budkavle.notifier.receipts.issuer", url(ports.gateway()));
        settings.put(
                "budkavle.notifier.receipts.signing-key",
                ReceiptKeyFile.orCreated(data.keys().resolve("receipts.jwk")).toString());
        return settings;
    }

    private Map<String, Object> common(int port) {
        Map<String, Object> settings = new HashMap<>();
        // Local tokens are for everybody who can reach the port: this machine only.
        settings.put("micronaut.server.host", LOOPBACK);
        settings.put("micronaut.server.port", port);
        settings.put("budkavle.kafka.bootstrap-servers", bootstrapServers);
        settings.put("budkavle.kafka.schema-registry-url", schemaRegistryUrl);
        settings.put("budkavle.topics.create", true);
        settings.put("budkavle.topics.replication-factor", 1);
        settings.put("budkavle.topics.partitions", PARTITIONS);
        settings.put("budkavle.internal.token", internalToken);
        settings.put("budkavle.secrets.keys." + SECRETS_KEY, secretsKey);
        return settings;
    }

    private String key(String name) {
        return key(data, name);
    }

    /** A key that is kept with the data, made where there is none. */
    static String key(DataDirectory data, String name) {
        return SecretKeyFile.readOrCreate(data.keys().resolve(name));
    }

    private String state(String service) {
        Path directory = data.streams().resolve(service);
        return directory.toString();
    }

    static String url(int port) {
        return "http://" + LOOPBACK + ":" + port;
    }
}
