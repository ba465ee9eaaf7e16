/** Avro types of every topic, their serde, and what every service shares. */
@NullMarked
package se.budkavle.schemas;

import org.jspecify.annotations.NullMarked;
