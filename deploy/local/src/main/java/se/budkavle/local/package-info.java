/** The whole system in one JVM, with an embedded broker and a schema registry beside it. */
@NullMarked
package se.budkavle.local;

import org.jspecify.annotations.NullMarked;
