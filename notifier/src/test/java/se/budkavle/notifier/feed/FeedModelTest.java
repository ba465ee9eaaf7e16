package se.budkavle.notifier.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.feed.FeedReads.Numbered;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.avro.Notification;

/**
 * Whatever comes in whatever order, over restarts: a feed read page by page gives each notification once and in order,
 * and none is lost; a replay gives exactly its range, each at least once, under ids that a repeat has too.
 */
class FeedModelTest {

    private static final List<String> SUBSCRIPTIONS = List.of("a", "a-longer-one", "b");
    private static final int SUBJECTS = 3;

    sealed interface Step {
        record Tell(int subscription, int subject) implements Step {}

        record Pass(int ticks) implements Step {}

        /** A part of what was told so far, in hundredths; null: without that bound. */
        record Replay(
                int subscription,
                @Nullable Integer from,
                @Nullable Integer to,
                @Nullable Integer after) implements Step {}

        record Read(int subscription, int limit, int bytes) implements Step {}

        record Restart() implements Step {}

        record Crash() implements Step {}
    }

    private Path directory;
    private int states;

    @BeforeProperty
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("feed");
    }

    @AfterProperty
    void deleteDirectory() throws IOException {
        Utils.delete(directory.toFile());
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void thePromisesHold(@ForAll("steps") List<Step> steps) {
        try (Run run = new Run(directory.resolve(Integer.toString(states++)))) {
            steps.forEach(run::take);
            run.end();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> subscription = Arbitraries.integers().between(0, SUBSCRIPTIONS.size() - 1);
        Arbitrary<Step> tell = Combinators.combine(
                        subscription, Arbitraries.integers().between(0, SUBJECTS - 1))
                .as(Step.Tell::new);
        Arbitrary<Integer> part = Arbitraries.integers().between(0, 100).injectNull(0.4);
        Arbitrary<Step> replay =
                Combinators.combine(subscription, part, part, part).as(Step.Replay::new);
        Arbitrary<Step> read = Combinators.combine(
                        subscription, Arbitraries.integers().between(1, 5), Arbitraries.of(1, 500, 1 << 20))
                .as(Step.Read::new);
        Arbitrary<Step> pass = Arbitraries.integers().between(1, 5).map(Step.Pass::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(20, tell),
                        Tuple.of(4, pass),
                        Tuple.of(2, replay),
                        Tuple.of(6, read),
                        Tuple.of(1, Arbitraries.just(new Step.Restart())),
                        Tuple.of(1, Arbitraries.just(new Step.Crash())))
                .list()
                .ofMinSize(10)
                .ofMaxSize(80);
    }

    /** A notification that was written. */
    private record Told(String id, String subject, long offset, Instant at) {}

    private static final class Run implements AutoCloseable {

        private final Map<String, List<Told>> told = new HashMap<>();
        private final Map<String, List<Numbered>> read = new HashMap<>();

        /** Replay id → the ids its copies have to have. */
        private final Map<String, List<String>> wanted = new LinkedHashMap<>();

        private final Map<String, List<String>> copied = new HashMap<>();
        private FeedRig rig;

        Run(Path state) {
            rig = new FeedRig(state);
        }

        void take(Step step) {
            switch (step) {
                case Step.Tell tell -> tell(tell);
                case Step.Pass(int ticks) -> {
                    for (int n = 0; n < ticks; n++) {
                        rig.advance(FeedRig.TICK);
                    }
                }
                case Step.Replay replay -> replay(replay);
                case Step.Read(int subscription, int limit, int bytes) ->
                    readPage(SUBSCRIPTIONS.get(subscription), limit, bytes);
                case Step.Restart() -> {
                    collect();
                    rig = rig.restarted();
                }
                case Step.Crash() -> crash();
            }
        }

        private void tell(Step.Tell tell) {
            String subscription = SUBSCRIPTIONS.get(tell.subscription());
            List<Told> all = told.computeIfAbsent(subscription, s -> new ArrayList<>());
            String subject = "subject " + tell.subject();
            String id = subscription + " " + all.size();
            long offset = rig.write(
                    rig.notification(subscription, id).setSubject(subject).build());
            all.add(new Told(id, subject, offset, rig.now()));
        }

        private void replay(Step.Replay replay) {
            String subscription = SUBSCRIPTIONS.get(replay.subscription());
            List<Told> all = told.getOrDefault(subscription, List.of());
            if (all.isEmpty()) {
                return;
            }
            String replayId = "replay " + wanted.size();
            Instant from =
                    replay.from() == null ? null : part(all, replay.from()).at();
            Instant to = replay.to() == null ? null : part(all, replay.to()).at();
            Long after =
                    replay.after() == null ? null : part(all, replay.after()).offset();
            rig.replay(
                    subscription,
                    replayId,
                    "{\"from\":%s,\"to\":%s,\"after\":%s}".formatted(quoted(from), quoted(to), quoted(after)));
            wanted.put(
                    replayId,
                    all.stream()
                            .filter(one -> from == null || !one.at().isBefore(from))
                            .filter(one -> to == null || one.at().isBefore(to))
                            .filter(one -> after == null || one.offset() > after)
                            .map(one -> Ids.derived("replay", subscription, one.id(), replayId))
                            .toList());
        }

        private void readPage(String subscription, int limit, int bytes) {
            List<Numbered> all = read.computeIfAbsent(subscription, s -> new ArrayList<>());
            long after = all.isEmpty() ? FeedReads.BEGINNING : all.getLast().sequence();
            List<Numbered> page = rig.reads().list(subscription, after, limit, bytes);
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
        }

        /** Progress since the last tick is lost: what was sent in it is sent again. */
        private void crash() {
            var before = rig.changelog();
            rig.advance(FeedRig.TICK);
            collect();
            rig = rig.restarted(before);
        }

        private void collect() {
            rig.copies.readValuesToList().forEach(this::collect);
        }

        private void collect(Notification copy) {
            copied.computeIfAbsent(copy.getReplayId(), r -> new ArrayList<>()).add(copy.getNotificationId());
        }

        void end() {
            rig.drain().forEach(this::collect);
            wanted.forEach((replay, ids) -> {
                List<String> copies = copied.getOrDefault(replay, List.of());
                // In order, where the first of each counts: a crash repeats from a place, it leaves nothing out.
                assertThat(copies.stream().distinct().toList()).isEqualTo(ids);
            });
            assertThat(wanted.keySet()).containsAll(copied.keySet());
            for (String subscription : SUBSCRIPTIONS) {
                int size;
                do {
                    size = read.getOrDefault(subscription, List.of()).size();
                    readPage(subscription, 2, 1 << 20);
                } while (read.get(subscription).size() > size);
                List<Told> all = told.getOrDefault(subscription, List.of());
                assertThat(read.get(subscription))
                        .extracting(FeedRig::id)
                        .isEqualTo(all.stream().map(Told::id).toList());
                assertThat(read.get(subscription))
                        .extracting(item -> item.entry().getNotification().getSubject())
                        .isEqualTo(all.stream().map(Told::subject).toList());
            }
        }

        private static Told part(List<Told> all, int hundredths) {
            return all.get((all.size() - 1) * hundredths / 100);
        }

        private static String quoted(@Nullable Object value) {
            return value == null ? "null" : "\"" + value + "\"";
        }

        @Override
        public void close() {
            rig.close();
        }
    }
}
