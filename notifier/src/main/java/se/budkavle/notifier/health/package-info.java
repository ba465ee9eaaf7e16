/** How the messages of each organisation fare, and telling operators of one that falls silent or fails. */
@NullMarked
package se.budkavle.notifier.health;

import org.jspecify.annotations.NullMarked;
