/** The HTTP front: takes messages, addresses and subscriptions, and answers reads. */
@NullMarked
package se.budkavle.gateway;

import org.jspecify.annotations.NullMarked;
