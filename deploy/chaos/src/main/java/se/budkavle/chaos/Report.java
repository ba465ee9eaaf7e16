package se.budkavle.chaos;

/** What came of a scenario. */
public sealed interface Report permits KillReport, LanesReport, ReplayReport, DisasterReport {

    /** Whether everything was as it must be. */
    boolean holds();
}
