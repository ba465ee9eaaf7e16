/** Records read at a place in a topic: content is stored once, and everything else refers to it. */
@NullMarked
package se.budkavle.notifier.content;

import org.jspecify.annotations.NullMarked;
