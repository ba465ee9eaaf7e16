package se.budkavle.chaos.cluster;

import java.util.List;
import java.util.Map;

/**
 * How the processes of a system are started.
 *
 * @param jvmOptions of the services and the broker, beyond their heap
 * @param brokerHeap most megabytes of the broker's heap
 * @param serviceHeap most megabytes of a service's heap
 * @param standbyReplicas warm copies of all state on other instances
 * @param settings of services, beyond those that every installation needs
 */
public record Launch(
        List<String> jvmOptions,
        int brokerHeap,
        int serviceHeap,
        int standbyReplicas,
        Map<Role, Map<String, String>> settings) {

    /** Many JVMs share few cores: what starts quickly also comes back quickly. */
    public static final Launch TO_BE_KILLED =
            new Launch(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), 512, 384, 1, Map.of());

    /** Copies the lists. */
    public Launch {
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
    }
}
