package se.budkavle.chaos;

/** Hears how a run goes on. */
public interface Progress {

    /** Something was reached. */
    void reached(String what);
}
