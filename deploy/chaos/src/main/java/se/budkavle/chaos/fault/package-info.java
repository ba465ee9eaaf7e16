/** What is done to a running system, and how it is undone. */
@NullMarked
package se.budkavle.chaos.fault;

import org.jspecify.annotations.NullMarked;
