/** Mailboxes: the one deciding owner of each recipient's deliveries, and what its inbox shows. */
@NullMarked
package se.budkavle.notifier.mailbox;

import org.jspecify.annotations.NullMarked;
