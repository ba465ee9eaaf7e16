package se.budkavle.router.decision;

import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.CommandOutcome;
import se.budkavle.schemas.avro.NotificationKind;

/**
 * What becomes of a registry entry.
 *
 * @param <T> the entry's type
 */
public sealed interface RegistryDecision<T> {

    /**
     * It is written.
     *
     * @param entry the entry, with its new version
     * @param outcome CREATED or DONE
     * @param announce what the subscriber is sent because of it; null: nothing
     */
    record Write<T>(
            T entry, CommandOutcome outcome, @Nullable NotificationKind announce) implements RegistryDecision<T> {}

    /**
     * It stays as it is.
     *
     * @param entry the entry
     * @param outcome UNCHANGED, or DONE where something is announced
     * @param announce what the subscriber is sent because of it; null: nothing
     * @param code why nothing changed, where that is worth telling
     */
    record Keep<T>(
            T entry,
            CommandOutcome outcome,
            @Nullable NotificationKind announce,
            @Nullable String code) implements RegistryDecision<T> {

        /** Nothing more to tell. */
        Keep(T entry, CommandOutcome outcome, @Nullable NotificationKind announce) {
            this(entry, outcome, announce, null);
        }
    }

    /**
     * It is removed.
     *
     * @param entry what it was
     */
    record Remove<T>(T entry) implements RegistryDecision<T> {}

    /**
     * The command is refused.
     *
     * @param outcome the class of refusal
     * @param code the problem's code, kebab-case
     */
    record Refuse<T>(CommandOutcome outcome, String code) implements RegistryDecision<T> {}

    /** Refused because it is not there, or not yours: the same answer. */
    static <T> RegistryDecision<T> notFound(String code) {
        return new Refuse<>(CommandOutcome.NOT_FOUND, code);
    }

    /**
     * Whether a command's conditions ({@code If-Match}, {@code If-None-Match: *}) hold.
     *
     * @param currentVersion the entry's version; null where there is none
     * @param ifVersion the version demanded; null: any, or none
     * @param ifAbsent whether there must be none
     */
    static boolean conditionsHold(@Nullable Long currentVersion, @Nullable Long ifVersion, boolean ifAbsent) {
        return (ifVersion == null || ifVersion.equals(currentVersion)) && !(ifAbsent && currentVersion != null);
    }
}
