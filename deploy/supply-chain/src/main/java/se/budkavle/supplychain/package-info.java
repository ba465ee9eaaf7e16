/** Looks for libraries with known faults: a bill of materials against a copy of a database of advisories, without a network. */
@NullMarked
package se.budkavle.supplychain;

import org.jspecify.annotations.NullMarked;
