package se.budkavle.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import se.budkavle.chaos.cluster.Launch;
import se.budkavle.chaos.cluster.Role;

/** A promise whose ground is taken away, to see that the accounting notices. Services warn of it at their start. */
enum Weakness {
    /** The router repeats, and forgets, after a crash. */
    EXACTLY_ONCE,
    /** A gateway confirms what one broker has. */
    ACKS;

    /** Goes before everything else that a service knows, and is for this only. */
    private static final String PREFIX = "budkavle.kafka.properties.unsafe.";

    private Role role() {
        return switch (this) {
            case EXACTLY_ONCE -> Role.ROUTER;
            case ACKS -> Role.GATEWAY;
        };
    }

    private Map<String, String> properties() {
        return switch (this) {
            case EXACTLY_ONCE -> Map.of("processing.guarantee", "at_least_once");
            case ACKS -> Map.of("acks", "1", "enable.idempotence", "false");
        };
    }

    /** How processes are started without some promises. */
    static Launch launch(List<Weakness> without) {
        Launch usual = Launch.TO_BE_KILLED;
        Map<Role, Map<String, String>> settings = new HashMap<>(usual.settings());
        for (Weakness weakness : without) {
            Map<String, String> own = new HashMap<>(settings.getOrDefault(weakness.role(), Map.of()));
            weakness.properties().forEach((key, value) -> own.put(PREFIX + key, value));
            settings.put(weakness.role(), own);
        }
        return new Launch(
                usual.jvmOptions(), usual.brokerHeap(), usual.serviceHeap(), usual.standbyReplicas(), settings);
    }
}
