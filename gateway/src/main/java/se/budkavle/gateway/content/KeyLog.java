package se.budkavle.gateway.content;

import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ContentKey;

/** Where data keys are written down. */
@FunctionalInterface
interface KeyLog {

    /**
     * Writes a key, and waits until every in-sync replica has it.
     *
     * @param value null: the key is forgotten
     * @return false: it may be there or not
     */
    boolean write(String keyId, @Nullable ContentKey value);
}
