/** Which events a subscriber wants: the filters of CloudEvents Subscriptions, read, written and matched in one place. */
@NullMarked
package se.budkavle.schemas.filter;

import org.jspecify.annotations.NullMarked;
