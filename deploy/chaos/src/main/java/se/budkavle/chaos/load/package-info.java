/** The clients: who sends what to whom, as agencies do it, over HTTP. */
@NullMarked
package se.budkavle.chaos.load;

import org.jspecify.annotations.NullMarked;
