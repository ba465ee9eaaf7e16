package se.budkavle.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The topologies that a checkout's own tests hold fast as text, by where they do. Where they are the same, the one build goes
 * on with the state of the other.
 */
final class PinnedTopologies {

    private static final String FIRST_LINE = "Topologies:";
    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"\\n(.*?)\"\"\"", Pattern.DOTALL);
    private static final List<String> MODULES = List.of("router", "notifier", "gateway");

    private PinnedTopologies() {}

    /** Those of a checkout. */
    static Map<String, String> in(Path checkout) throws IOException {
        Map<String, String> pinned = new TreeMap<>();
        for (String module : MODULES) {
            Path tests = checkout.resolve(module).resolve("src/test");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        read(checkout.relativize(file).toString(), file, pinned);
                    }
                }
            }
        }
        return pinned;
    }

    private static void read(String name, Path file, Map<String, String> pinned) throws IOException {
        if (name.endsWith("-topology.txt")) {
            pinned.put(name, Files.readString(file));
        } else if (name.endsWith("Test.java")) {
            List<String> blocks = blocks(Files.readString(file));
            for (int i = 0; i < blocks.size(); i++) {
                pinned.put(i == 0 ? name : name + " (" + (i + 1) + ")", blocks.get(i));
            }
        }
    }

    /** The text blocks of a source that are descriptions of a topology. */
    static List<String> blocks(String source) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = TEXT_BLOCK.matcher(source);
        while (matcher.find()) {
            String text = matcher.group(1).stripIndent().strip();
            if (text.startsWith(FIRST_LINE)) {
                blocks.add(text);
            }
        }
        return blocks;
    }

    /** What the later build has no more, or otherwise, than the earlier one; what only the later one has begins anew. */
    static List<String> changed(Map<String, String> earlier, Map<String, String> later) {
        return earlier.entrySet().stream()
                .filter(each -> !each.getValue().equals(later.get(each.getKey())))
                .map(Entry::getKey)
                .toList();
    }
}
