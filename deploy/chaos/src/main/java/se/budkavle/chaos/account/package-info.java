/** The books: what was accepted, what is in the inboxes, and what differs. Pure; nothing here talks to anything. */
@NullMarked
package se.budkavle.chaos.account;

import org.jspecify.annotations.NullMarked;
