package se.budkavle.gateway.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issues;

/** A compiled schema of an event type's data. May be used by any number of threads. */
public sealed interface DataSchema permits JsonDataSchema, AvroDataSchema, UnusableSchema {

    /** Data of an event, as it came. Content. */
    sealed interface Data {

        /** {@return the bytes by which it goes on; null: there are none} */
        @Nullable ByteBuffer bytes();

        /** The event has none. */
        record Missing() implements Data {
            @Override
            public @Nullable ByteBuffer bytes() {
                return null;
            }
        }

        /**
         * JSON.
         *
         * @param value the value
         * @param bytes the same in UTF-8
         */
        record Json(JsonNode value, ByteBuffer bytes) implements Data {

            /** Names no value. */
            @Override
            public String toString() {
                return "Json";
            }
        }

        /**
         * Anything else.
         *
         * @param mediaType what it is said to be, with its parameters
         * @param bytes the data
         */
        record Bytes(String mediaType, ByteBuffer bytes) implements Data {}
    }

    /**
     * Notes every way in which data breaks the schema.
     *
     * @param pointer where the data stands in the request
     * @param steps how much work it may be
     */
    void check(Data data, String pointer, Issues issues, Steps steps);
}
