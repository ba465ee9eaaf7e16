/** The system as its users see it: the vocabulary of the end-to-end tests. */
@NullMarked
package se.budkavle.e2e;

import org.jspecify.annotations.NullMarked;
