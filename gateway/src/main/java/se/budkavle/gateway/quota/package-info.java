/** How much one organisation may have of what all share. */
@NullMarked
package se.budkavle.gateway.quota;

import org.jspecify.annotations.NullMarked;
