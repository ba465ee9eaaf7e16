/** What a digital address looks like. */
@NullMarked
package se.budkavle.gateway.address;

import org.jspecify.annotations.NullMarked;
