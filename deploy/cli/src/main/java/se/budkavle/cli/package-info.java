/** The command line: starts the system, sends, reads, traces. */
@NullMarked
package se.budkavle.cli;

import org.jspecify.annotations.NullMarked;
