/** Schemas of event data: read, compiled within bounds, and held against data; every fault with a pointer, no value told. */
@NullMarked
package se.budkavle.gateway.schema;

import org.jspecify.annotations.NullMarked;
