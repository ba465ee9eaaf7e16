/** HTTP/1.1 as cheaply as it can be had: what measures must not be what is measured. */
@NullMarked
package se.budkavle.benchmarks.http;

import org.jspecify.annotations.NullMarked;
