/** What was measured, for people and for machines. */
@NullMarked
package se.budkavle.benchmarks.report;

import org.jspecify.annotations.NullMarked;
