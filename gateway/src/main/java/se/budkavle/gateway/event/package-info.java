/** Published events: CloudEvents 1.0 over HTTP in all three modes, and their way into the log. */
@NullMarked
package se.budkavle.gateway.event;

import org.jspecify.annotations.NullMarked;
