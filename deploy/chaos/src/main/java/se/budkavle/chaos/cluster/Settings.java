package se.budkavle.chaos.cluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each process is told that it does not know by default: what an operator of an installation with several instances
 * would write into its configuration.
 *
 * @param bootstrapServers the brokers, as it reaches them
 * @param schemaRegistryUrl the registry
 * @param partitions of every topic
 * @param replicationFactor of every topic
 * @param secrets what they share, and nobody else knows
 * @param launch how processes are started
 */
record Settings(
        String bootstrapServers,
        String schemaRegistryUrl,
        int partitions,
        int replicationFactor,
        Secrets secrets,
        Launch launch) {

    static final String LOOPBACK = "127.0.0.1";

    private static final String SECRETS_KEY = "chaos";

    /** Where eleven processes share two cores a commit takes longer than 20 ms, and more often is slower (RATIONALE of schemas). */
    private static final String COMMIT_INTERVAL = "PT0.1S";

    Map<String, String> gateway(int port, Issuer issuer, String notifierUrls) {
        Map<String, String> settings = common(port);
        settings.put("budkavle.gateway.notifier.urls", notifierUrls);
        settings.put("budkavle.gateway.subscriptions.seal-with", SECRETS_KEY);
        settings.put("budkavle.gateway.at-rest.seal-with", SECRETS_KEY);
        settings.put("budkavle.secrets.keys." + SECRETS_KEY, secrets.sealingKey());
        settings.put("budkavle.gateway.registry.allow-loopback-targets", "true");
        settings.put("budkavle.gateway.issuers.chaos.issuer", issuer.name());
        settings.put("budkavle.gateway.issuers.chaos.jwks-url", issuer.jwksUrl());
        return launched(Role.GATEWAY, settings);
    }

    Map<String, String> router(int port, String name, Path state) {
        Map<String, String> settings = common(port);
        settings.put("budkavle.router.streams.state-directory", state.toString());
        settings.put("budkavle.router.streams.instance-id", name);
        settings.put("budkavle.router.streams.threads", "1");
        settings.put("budkavle.router.streams.commit-interval", COMMIT_INTERVAL);
        settings.put("budkavle.router.streams.standby-replicas", String.valueOf(launch.standbyReplicas()));
        return launched(Role.ROUTER, settings);
    }

    Map<String, String> notifier(int port, String name, Path state) {
        Map<String, String> settings = common(port);
        settings.put("budkavle.notifier.state-directory", state.toString());
        settings.put("budkavle.notifier.instance-id", name);
        settings.put("budkavle.notifier.advertised-host", LOOPBACK);
        settings.put("budkavle.secrets.keys." + SECRETS_KEY, secrets.sealingKey());
        settings.put("budkavle.notifier.dispatcher.allow-loopback", "true");
        settings.put("budkavle.notifier.mailbox.commit-interval", COMMIT_INTERVAL);
        for (String application : new String[] {"mailbox", "views", "feed", "dispatcher"}) {
            settings.put(
                    "budkavle.notifier." + application + ".standby-replicas", String.valueOf(launch.standbyReplicas()));
        }
        return launched(Role.NOTIFIER, settings);
    }

    private Map<String, String> common(int port) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("micronaut.server.host", LOOPBACK);
        settings.put("micronaut.server.port", String.valueOf(port));
        settings.put("budkavle.kafka.bootstrap-servers", bootstrapServers);
        settings.put("budkavle.kafka.schema-registry-url", schemaRegistryUrl);
        settings.put("budkavle.topics.create", "true");
        settings.put("budkavle.topics.replication-factor", String.valueOf(replicationFactor));
        settings.put("budkavle.topics.partitions", String.valueOf(partitions));
        settings.put("budkavle.internal.token", secrets.internalToken());
        return settings;
    }

    /** What was asked for at the launch goes before what is set here. */
    private Map<String, String> launched(Role role, Map<String, String> settings) {
        settings.putAll(launch.settings().getOrDefault(role, Map.of()));
        return settings;
    }
}
