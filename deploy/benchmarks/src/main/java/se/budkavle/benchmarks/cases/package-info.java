/** What is measured. */
@NullMarked
package se.budkavle.benchmarks.cases;

import org.jspecify.annotations.NullMarked;
