/** How fast the system is, each case beside the bare thing underneath it. */
@NullMarked
package se.budkavle.benchmarks;

import org.jspecify.annotations.NullMarked;
