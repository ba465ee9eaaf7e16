/** The routes, and what all of them share. */
@NullMarked
package se.budkavle.gateway.http;

import org.jspecify.annotations.NullMarked;
