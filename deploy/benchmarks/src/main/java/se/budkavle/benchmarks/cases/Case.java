package se.budkavle.benchmarks.cases;

import java.util.List;
import se.budkavle.benchmarks.Plan;
import se.budkavle.benchmarks.Stage;
import se.budkavle.benchmarks.result.Curve;
import se.budkavle.benchmarks.result.Goal;
import se.budkavle.benchmarks.result.Measurement;
import se.budkavle.benchmarks.result.Subject;
import se.budkavle.benchmarks.result.Table;

/** Something that is measured beside the bare thing underneath. */
public interface Case {

    /** Its name on the command line. */
    String name();

    /** What is measured, in a sentence. */
    String title();

    /** What must stand. */
    Stage.Kind needs();

    /** Makes ready what all measurements share. */
    void prepare(Stage stage, Plan plan) throws Exception;

    /** What is measured in turns, in this order. */
    List<Contender> contenders(Stage stage, Plan plan);

    /** What is done, each in its contender's place, until all are as fast as they get: by default what is measured. */
    default List<Contender> looks(Stage stage, Plan plan) {
        return contenders(stage, plan);
    }

    /** Whether it is as fast as it gets only after a while. */
    default boolean warmsUp() {
        return true;
    }

    /** Whether a few seconds show that it works; what takes minutes by itself is left to whoever has them. */
    default boolean isQuick() {
        return true;
    }

    /** Whether its contenders are measured in turns; else one after the other, as what the first fill the next meet. */
    default boolean takesTurns() {
        return true;
    }

    /** What a message costs as something grows. */
    default List<Curve> curves(Subjects subjects) {
        return List.of();
    }

    /** Figures that are no rates. */
    default List<Table> tables(Subjects subjects) {
        return List.of();
    }

    /** What it is to reach. */
    List<Goal> goals(Subjects subjects);

    /** Leaves nothing behind on the stage that the next case would feel. */
    default void leave() throws Exception {
        // Most leave nothing.
    }

    /**
     * One of those that are measured in turns.
     *
     * @param name of it
     * @param isBaseline whether it is the bare thing
     * @param once measures it once
     */
    record Contender(String name, boolean isBaseline, Once once) {}

    /** Measures once. */
    interface Once {
        Measurement measure() throws Exception;
    }

    /**
     * What was measured, found by its name.
     *
     * @param all of the case
     */
    record Subjects(List<Subject> all) {

        /** The one of that name. */
        public Subject get(String name) {
            return all.stream()
                    .filter(each -> each.name().equals(name))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException(name + " was not measured"));
        }
    }
}
