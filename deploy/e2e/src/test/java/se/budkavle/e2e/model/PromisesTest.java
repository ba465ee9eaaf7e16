package se.budkavle.e2e.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

/**
 * The two owners of a message's fate together, whatever happens in whatever order, restarts of either included: nothing is
 * lost, nothing comes twice, order is kept, everything ends once, and the books of both agree.
 */
class PromisesTest {

    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void whateverHappens(@ForAll @Size(min = 10, max = 80) List<@From("steps") Step> steps) throws IOException {
        try (Story story = new Story(Files.createTempDirectory(Path.of("target"), "model"), START)) {
            steps.forEach(story::happens);
            story.timeRunsOut();
            story.thePromisesHold();
        }
    }

    @Provide
    Arbitrary<Step> steps() {
        return Step.any();
    }
}
