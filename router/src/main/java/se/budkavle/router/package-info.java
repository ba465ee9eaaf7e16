/** The topology that de-duplicates, looks up, decides and delivers. */
@NullMarked
package se.budkavle.router;

import org.jspecify.annotations.NullMarked;
