/** What the JDK's HTTP client lacks. */
@NullMarked
package se.budkavle.schemas.http;

import org.jspecify.annotations.NullMarked;
