/** Whether what a process takes stays as it is while it works for long. */
@NullMarked
package se.budkavle.chaos.soak;

import org.jspecify.annotations.NullMarked;
