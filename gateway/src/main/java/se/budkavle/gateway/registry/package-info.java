/** Addresses and subscriptions: syntax, requests, and the copy that lookups use. */
@NullMarked
package se.budkavle.gateway.registry;

import org.jspecify.annotations.NullMarked;
