/** The Kafka Streams topology that carries the decisions out: each record's effects in one transaction. */
@NullMarked
package se.budkavle.router.topology;

import org.jspecify.annotations.NullMarked;
