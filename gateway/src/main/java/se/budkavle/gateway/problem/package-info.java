/** What is refused and why: RFC 9457 problems from a closed list of codes. */
@NullMarked
package se.budkavle.gateway.problem;

import org.jspecify.annotations.NullMarked;
