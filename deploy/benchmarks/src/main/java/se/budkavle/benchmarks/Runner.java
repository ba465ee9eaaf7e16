package se.budkavle.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import se.budkavle.benchmarks.cases.Case;
import se.budkavle.benchmarks.cases.Case.Contender;
import se.budkavle.benchmarks.result.CaseResult;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.chaos.cluster.Role;

/**
 * Measures cases: those that need the same stage on one, and of each case all contenders in turns, so that a machine's mood
 * meets all of them.
 */
final class Runner {

    private final Plan plan;
    private final boolean onOneStage;
    private final Path directory;
    private final Map<Role, Map<String, String>> settings;
    private final List<String> jvmOptions;
    private final Consumer<String> progress;

    /**
     * @param onOneStage whether all cases share one, where everything stands: no time is spent on starting others, and what
     *     asks most comes first, so that more of it is compiled for the others
     */
    Runner(
            Plan plan,
            boolean onOneStage,
            Path directory,
            Map<Role, Map<String, String>> settings,
            List<String> jvmOptions,
            Consumer<String> progress) {
        this.plan = plan;
        this.onOneStage = onOneStage;
        this.directory = directory;
        this.settings = settings;
        this.jvmOptions = jvmOptions;
        this.progress = progress;
    }

    /** What came of each case; one that breaks misses its goal, and the others go on. */
    List<CaseResult> run(List<Case> cases) throws InterruptedException {
        if (onOneStage) {
            return run(
                    Stage.Kind.WHOLE,
                    cases.stream()
                            .sorted(Comparator.comparing(Case::needs).reversed())
                            .toList());
        }
        Map<Stage.Kind, List<Case>> byStage = new LinkedHashMap<>();
        cases.forEach(each ->
                byStage.computeIfAbsent(each.needs(), _ -> new ArrayList<>()).add(each));
        List<CaseResult> results = new ArrayList<>();
        for (var entry : byStage.entrySet()) {
            results.addAll(run(entry.getKey(), entry.getValue()));
        }
        return results;
    }

    private List<CaseResult> run(Stage.Kind kind, List<Case> cases) throws InterruptedException {
        List<CaseResult> results = new ArrayList<>();
        Path place = directory.resolve(kind.name().toLowerCase(Locale.ROOT));
        try (Stage stage = Stage.start(kind, place, settings, jvmOptions)) {
            progress.accept("stage " + kind + " stands");
            for (Case each : cases) {
                results.add(measure(each, stage));
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            cases.stream()
                    .filter(each ->
                            results.stream().noneMatch(result -> result.name().equals(each.name())))
                    .forEach(each -> results.add(broken(each, e)));
        }
        return results;
    }

    private CaseResult measure(Case what, Stage stage) throws InterruptedException {
        progress.accept(what.name() + ": " + what.title());
        try {
            what.prepare(stage, plan);
            List<Contender> looks = plan.warmUp() > 0 && what.warmsUp() ? what.looks(stage, plan.looking()) : List.of();
            List<Contender> contenders = what.contenders(stage, plan);
            List<Subject> measured = new ArrayList<>();
            if (what.takesTurns()) {
                measured.addAll(inTurns(looks, plan.warmUp(), contenders));
            } else {
                // Each is warm by those before it.
                double warmUp = plan.warmUp() / contenders.size();
                for (int i = 0; i < contenders.size(); i++) {
                    List<Contender> look = looks.isEmpty() ? looks : looks.subList(i, i + 1);
                    measured.addAll(inTurns(look, warmUp, contenders.subList(i, i + 1)));
                }
            }
            var subjects = new Case.Subjects(measured);
            return new CaseResult(
                    what.name(),
                    what.title(),
                    measured,
                    what.goals(subjects),
                    what.curves(subjects),
                    what.tables(subjects));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return broken(what, e);
        } finally {
            leave(what);
        }
    }

    private List<Subject> inTurns(List<Contender> looks, double warmUp, List<Contender> contenders) throws Exception {
        for (Contender contender : looks) {
            warmUp(contender, warmUp);
        }
        List<List<Measurement>> measured = new ArrayList<>();
        contenders.forEach(_ -> measured.add(new ArrayList<>()));
        for (int round = 1; round <= plan.rounds(); round++) {
            for (int i = 0; i < contenders.size(); i++) {
                Measurement measurement = contenders.get(i).once().measure();
                measured.get(i).add(measurement);
                progress.accept("  %d/%d  %-20s %s"
                        .formatted(round, plan.rounds(), contenders.get(i).name(), inShort(measurement)));
            }
        }
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            subjects.add(new Subject(contenders.get(i).name(), contenders.get(i).isBaseline(), measured.get(i)));
        }
        return subjects;
    }

    private void warmUp(Contender contender, double atMost) throws Exception {
        long until = System.nanoTime() + (long) (atMost * TimeUnit.SECONDS.toNanos(1));
        List<Measurement> looks = new ArrayList<>();
        boolean compiled;
        do {
            looks.add(contender.once().measure());
            Duration left = Duration.ofNanos(until - System.nanoTime());
            compiled = left.isPositive() && Compilers.rest(left);
        } while (!(compiled && WarmUp.isOver(looks)) && System.nanoTime() < until);
        progress.accept("  %s after %d looks  %s  %s"
                .formatted(compiled ? "warm" : "not warm", looks.size(), contender.name(), inShort(looks.getLast())));
    }

    private void leave(Case what) {
        try {
            what.leave();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            progress.accept(what.name() + " left something behind: " + e);
        }
    }

    private static String inShort(Measurement measurement) {
        String text = Goal.number(measurement.perSecond()) + "/s";
        if (measurement.latencies() != null) {
            text += "  p50 %s  p99 %s  p99.9 %s ms"
                    .formatted(
                            Goal.number(measurement.millis(50)),
                            Goal.number(measurement.millis(99)),
                            Goal.number(measurement.millis(99.9)));
        }
        return text + (measurement.values().isEmpty() ? "" : "  " + measurement.values());
    }

    private CaseResult broken(Case what, Exception e) {
        progress.accept(what.name() + " broke: " + e);
        return new CaseResult(
                what.name(), what.title(), List.of(), List.of(new Goal("can be measured", e.toString(), false)));
    }
}
