/** What was measured, and what it says; pure. */
@NullMarked
package se.budkavle.benchmarks.result;

import org.jspecify.annotations.NullMarked;
