package se.budkavle.chaos.cluster;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the processes of a system are started.
 *
 * @param jvmOptions of the services and the broker, beyond their heap
 * @param brokerHeap most megabytes of the broker's heap
 * @param serviceHeap most megabytes of a service's heap
 * @param standbyReplicas warm copies of all state on other instances
 * @param settings of services, beyond those that every installation needs
 * @param earlier class path from which services are started until they are renewed; null: always this build's
 */
public record Launch(
        List<String> jvmOptions,
        int brokerHeap,
        int serviceHeap,
        int standbyReplicas,
        Map<Role, Map<String, String>> settings,
        @Nullable String earlier) {

    /**
     * Many JVMs share few cores for minutes: what starts quickly also comes back quickly, and in them the optimising compiler
     * takes more than it gives.
     */
    public static final Launch TO_BE_KILLED =
            new Launch(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), 512, 384, 1, Map.of());

    private static final String WHOLE_HEAP = "-XX:+AlwaysPreTouch";

    /** Options of a process with at most so many megabytes of heap. */
    List<String> jvmOptions(int heap) {
        List<String> all = new ArrayList<>(jvmOptions);
        all.add("-Xmx" + heap + "m");
        if (jvmOptions.contains(WHOLE_HEAP)) {
            all.add("-Xms" + heap + "m");
        }
        return all;
    }

    /** The same, each process with its whole heap from the start: what it takes besides is seen then. */
    public Launch withWholeHeaps() {
        List<String> all = new ArrayList<>(jvmOptions);
        all.add(WHOLE_HEAP);
        return new Launch(all, brokerHeap, serviceHeap, standbyReplicas, settings, earlier);
    }

    /** The same with more settings of one kind of service. */
    public Launch with(Role role, Map<String, String> more) {
        Map<Role, Map<String, String>> all = new EnumMap<>(Role.class);
        all.putAll(settings);
        all.merge(role, more, (before, added) -> {
            Map<String, String> both = new HashMap<>(before);
            both.putAll(added);
            return both;
        });
        return new Launch(jvmOptions, brokerHeap, serviceHeap, standbyReplicas, all, earlier);
    }

    /** The same with services of an earlier build, until they are renewed. */
    public Launch from(String classPath) {
        return new Launch(jvmOptions, brokerHeap, serviceHeap, standbyReplicas, settings, classPath);
    }

    /** The same with so many warm copies. */
    public Launch standbys(int copies) {
        return new Launch(jvmOptions, brokerHeap, serviceHeap, copies, settings, earlier);
    }

    /** Of this build. */
    public Launch(
            List<String> jvmOptions,
            int brokerHeap,
            int serviceHeap,
            int standbyReplicas,
            Map<Role, Map<String, String>> settings) {
        this(jvmOptions, brokerHeap, serviceHeap, standbyReplicas, settings, null);
    }

    /** Copies the lists. */
    public Launch {
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
    }
}
