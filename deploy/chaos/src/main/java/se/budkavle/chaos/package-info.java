/** Faults injected into a running system, and the books afterwards. */
@NullMarked
package se.budkavle.chaos;

import org.jspecify.annotations.NullMarked;
