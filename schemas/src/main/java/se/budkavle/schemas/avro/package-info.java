/** The records of every topic, generated from {@code src/main/avro}; what may be null is annotated so. */
@NullMarked
package se.budkavle.schemas.avro;

import org.jspecify.annotations.NullMarked;
