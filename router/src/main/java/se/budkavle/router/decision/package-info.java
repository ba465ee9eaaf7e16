/**
 * What the router decides, as pure functions from what is known to what shall be: no Kafka, no clock, no I/O, so that
 * every rule can be tested by itself.
 */
@NullMarked
package se.budkavle.router.decision;

import org.jspecify.annotations.NullMarked;
