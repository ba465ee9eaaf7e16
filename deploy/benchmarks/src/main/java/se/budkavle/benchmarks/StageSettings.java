package se.budkavle.benchmarks;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import se.budkavle.chaos.cluster.Role;

/** What services on a stage are told: webhooks go to this machine, and one organisation is all the load; all else is as in an installation. */
final class StageSettings {

    private static final String SECRETS_KEY = "benchmark";
    private static final String COMMIT_INTERVAL = "PT0.02S";
    private static final String ROUTER_THREADS = "2";
    private static final int SECRETS_KEY_BYTES = 32;

    private StageSettings() {}

    /**
     * By role.
     *
     * @param more goes before what is set here
     */
    static Map<Role, Map<String, String>> with(Map<Role, Map<String, String>> more) {
        Map<Role, Map<String, String>> all = new EnumMap<>(Role.class);
        String secretsKey = secretsKey();
        all.put(
                Role.GATEWAY,
                new TreeMap<>(Map.of(
                        "budkavle.gateway.registry.allow-loopback-targets",
                        "true",
                        "budkavle.gateway.subscriptions.seal-with",
                        SECRETS_KEY,
                        "budkavle.gateway.subscriptions.most-per-organisation",
                        "1000",
                        // One organisation is all the load there is.
                        "budkavle.gateway.rate.requests-per-second",
                        "1000000",
                        "budkavle.gateway.quota.bytes-per-second",
                        "1000000000",
                        "budkavle.gateway.quota.open",
                        "1000000000",
                        "budkavle.secrets.keys." + SECRETS_KEY,
                        secretsKey)));
        // As an installation has it; the chaos suite, whose processes these are, commits less often and has more of
        // them.
        all.put(
                Role.ROUTER,
                new TreeMap<>(Map.of(
                        "budkavle.router.streams.commit-interval",
                        COMMIT_INTERVAL,
                        "budkavle.router.streams.threads",
                        ROUTER_THREADS)));
        all.put(
                Role.NOTIFIER,
                new TreeMap<>(Map.of(
                        "budkavle.notifier.mailbox.commit-interval",
                        COMMIT_INTERVAL,
                        "budkavle.notifier.dispatcher.allow-loopback",
                        "true",
                        "budkavle.secrets.keys." + SECRETS_KEY,
                        secretsKey)));
        more.forEach((role, settings) ->
                all.computeIfAbsent(role, _ -> new TreeMap<>()).putAll(settings));
        return all;
    }

    private static String secretsKey() {
        byte[] key = new byte[SECRETS_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
