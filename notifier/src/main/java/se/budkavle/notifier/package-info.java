/** Mailboxes, views and webhooks: what recipients and subscribers see. */
@NullMarked
package se.budkavle.notifier;

import org.jspecify.annotations.NullMarked;
