package se.budkavle.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The registry did not answer. Nothing is wrong with the record: it must be tried again, never dead-lettered. */
public final class RegistryUnavailableException extends SerializationException {

    private static final long serialVersionUID = 1L;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
