package se.budkavle.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Compares the topics of an installation with what {@link Topics} declares. */
public final class TopicCheck {

    private static final long TIMEOUT_SECONDS = 30;

    /**
     * Something that is not as it must be.
     *
     * @param topic which one
     * @param what is wrong with it
     */
    public record Difference(String topic, String what) {}

    /**
     * What a look at the topics found.
     *
     * @param topics how many there must be
     * @param differences what is not as declared: a promise may not hold
     * @param behind topics of which a replica is not in sync just now
     */
    public record Result(int topics, List<Difference> differences, List<String> behind) {}

    private TopicCheck() {}

    /**
     * Looks at all topics.
     *
     * @param deadLetters how long dead letters shall be kept
     */
    public static Result compare(Admin admin, DeadLetterRetention deadLetters)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, Map<String, String>> declared = declared(deadLetters);
        var names = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<Difference> differences = new ArrayList<>();
        declared.keySet().stream()
                .filter(topic -> !names.contains(topic))
                .forEach(topic -> differences.add(new Difference(topic, "is missing")));
        List<String> there = declared.keySet().stream().filter(names::contains).toList();
        Map<String, TopicDescription> described =
                admin.describeTopics(there).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        Map<ConfigResource, Config> configured = admin.describeConfigs(there.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                        .toList())
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        List<String> behind = new ArrayList<>();
        for (String topic : there) {
            Config config = Objects.requireNonNull(
                    configured.get(new ConfigResource(ConfigResource.Type.TOPIC, topic)), "was asked for");
            differences.addAll(compare(topic, declared.getOrDefault(topic, Map.of()), config));
            TopicDescription description = Objects.requireNonNull(described.get(topic), "was asked for");
            differences.addAll(copies(topic, description, config));
            if (description.partitions().stream()
                    .anyMatch(each -> each.isr().size() < each.replicas().size())) {
                behind.add(topic);
            }
        }
        return new Result(declared.size(), differences, behind);
    }

    private static Map<String, Map<String, String>> declared(DeadLetterRetention deadLetters) {
        Map<String, Map<String, String>> declared = new TreeMap<>();
        Topics.all().forEach(topic -> declared.put(topic.name(), topic.settings()));
        Topics.withDeadLetters()
                .forEach(topic -> declared.put(topic.deadLetters(), Topics.deadLetterSettings(deadLetters)));
        return declared;
    }

    /**
     * More room and a longer time are an installation's own choice; less is not. Of dead letters a longer time is none
     * either: what is disposed of shall be gone.
     */
    private static List<Difference> compare(String topic, Map<String, String> declared, Config config) {
        List<Difference> differences = new ArrayList<>();
        declared.forEach((key, wanted) -> {
            String is = config.get(key) == null ? "" : config.get(key).value();
            boolean holds =
                    switch (key) {
                        case TopicConfig.RETENTION_MS_CONFIG ->
                            topic.endsWith(Topics.deadLettersOf("")) ? is.equals(wanted) : isEnough(is, wanted);
                        case TopicConfig.MAX_MESSAGE_BYTES_CONFIG -> isEnough(is, wanted);
                        default -> is.equals(wanted);
                    };
            if (!holds) {
                differences.add(new Difference(topic, key + " is " + is + ", not " + wanted));
            }
        });
        return differences;
    }

    private static boolean isEnough(String is, String wanted) {
        return Long.parseLong(is) >= Long.parseLong(wanted) || Long.parseLong(is) == -1;
    }

    private static List<Difference> copies(String topic, TopicDescription description, Config config) {
        int copies = description.partitions().stream()
                .mapToInt(each -> each.replicas().size())
                .min()
                .orElse(0);
        int inSync = Integer.parseInt(
                config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG).value());
        List<Difference> differences = new ArrayList<>();
        if (inSync > copies) {
            differences.add(new Difference(topic, "min.insync.replicas is " + inSync + " of " + copies + " copies"));
        }
        if (copies > 2 && inSync < 2) {
            differences.add(new Difference(topic, "min.insync.replicas is 1: what one broker has is confirmed"));
        }
        return differences;
    }
}
