/** TLS of the gateway's own: its certificate, read anew when its files change, and what is asked of clients. */
@NullMarked
package se.budkavle.gateway.tls;

import org.jspecify.annotations.NullMarked;
