/** Certificates that services read anew when their files change, and how services reach each other, Kafka and the registry. */
@NullMarked
package se.budkavle.schemas.tls;

import org.jspecify.annotations.NullMarked;
