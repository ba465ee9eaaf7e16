/** Avro in Confluent's wire format, against a schema registry with Confluent's REST API. */
@NullMarked
package se.budkavle.schemas.serde;

import org.jspecify.annotations.NullMarked;
