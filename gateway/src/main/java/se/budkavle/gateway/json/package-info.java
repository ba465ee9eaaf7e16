/** Strict reading of JSON requests: every fault is noted with its pointer, none with its value. */
@NullMarked
package se.budkavle.gateway.json;

import org.jspecify.annotations.NullMarked;
