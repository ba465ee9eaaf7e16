/** How our Kafka Streams applications are set up, run and kept alive. */
@NullMarked
package se.budkavle.schemas.streams;

import org.jspecify.annotations.NullMarked;
