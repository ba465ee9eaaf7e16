/** The processes that load the system, receive what it sends, or do the bare thing underneath. */
@NullMarked
package se.budkavle.benchmarks.worker;

import org.jspecify.annotations.NullMarked;
