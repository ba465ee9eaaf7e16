package se.budkavle.gateway.kafka;

/** Whether a record has company. */
public enum Company {
    /** Somebody waits for this one: it goes at once. */
    ALONE,
    /** Others come right behind it: it waits a moment for them, and they go together. */
    AMONG_OTHERS
}
