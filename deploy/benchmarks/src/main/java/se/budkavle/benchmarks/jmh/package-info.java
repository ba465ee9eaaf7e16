/** The inner loops, each alone, with JMH: what a step costs without anything around it. */
@NullMarked
package se.budkavle.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
