package se.budkavle.local;

import org.jspecify.annotations.Nullable;

/**
 * The local system cannot start, for a reason its user can understand and mend. The message is one or two sentences for
 * that user; a cause is for the log only.
 */
public final class StartFailure extends RuntimeException {

    /** @param message what is wrong and what to do about it */
    public StartFailure(String message) {
        this(message, null);
    }

    /**
     * @param message what is wrong and what to do about it
     * @param cause for the log
     */
    public StartFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
