/** A message from the request to the record: parsing, digests, sender and recipients, idempotency. */
@NullMarked
package se.budkavle.gateway.message;

import org.jspecify.annotations.NullMarked;
