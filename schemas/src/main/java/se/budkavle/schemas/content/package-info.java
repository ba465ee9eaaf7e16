/** Content where it lies: what encrypts it, and who knows the keys. */
@NullMarked
package se.budkavle.schemas.content;

import org.jspecify.annotations.NullMarked;
