/** State stores as the applications use them: keys that sort, who owns a key, and waiting until a key has news. */
@NullMarked
package se.budkavle.notifier.state;

import org.jspecify.annotations.NullMarked;
