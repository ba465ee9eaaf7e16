/** Content at rest: which keys encrypt it, how they are made and how they end. */
@NullMarked
package se.budkavle.gateway.content;

import org.jspecify.annotations.NullMarked;
