/** Receipts as somebody outside can verify them: signed, with keys that are published. */
@NullMarked
package se.budkavle.notifier.evidence;

import org.jspecify.annotations.NullMarked;
