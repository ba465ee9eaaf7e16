/** Notifications as subscribers see them: one form, whether they are pushed or pulled. */
@NullMarked
package se.budkavle.notifier.event;

import org.jspecify.annotations.NullMarked;
