package se.budkavle.local;

import java.time.Duration;

/** Hears how the start goes on. Called from several threads, one call at a time. */
public interface StartListener {

    /** Hears nothing. */
    StartListener SILENT = new StartListener() {};

    /** What is started. */
    enum Part {
        BROKER("Kafka"),
        REGISTRY("schema registry"),
        TOPICS("topics and schemas"),
        ROUTER("router"),
        NOTIFIER("notifier"),
        GATEWAY("gateway"),
        TEST_RECIPIENTS("test recipients"),
        READINESS("readiness of all");

        private final String label;

        Part(String label) {
            this.label = label;
        }

        /** Its name for people. */
        public String label() {
            return label;
        }
    }

    /** The data directory is ours from now on; the first call. */
    default void opened(DataDirectory directory) {}

    /** A part runs. */
    default void started(Part part, Duration took) {}
}
