/** Records out, decisions back, and whether Kafka is there. */
@NullMarked
package se.budkavle.gateway.kafka;

import org.jspecify.annotations.NullMarked;
