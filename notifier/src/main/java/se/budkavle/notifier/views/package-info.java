/** Views: what became of a message, what is dead, what was attempted. Rebuildable from the topics. */
@NullMarked
package se.budkavle.notifier.views;

import org.jspecify.annotations.NullMarked;
