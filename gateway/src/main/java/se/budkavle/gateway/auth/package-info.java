/** Who calls, and what they may do. */
@NullMarked
package se.budkavle.gateway.auth;

import org.jspecify.annotations.NullMarked;
