/**
 * The contract between the services: topics, the types on them, and the few rules that every service must apply alike.
 * Services depend on this package and never on each other.
 */
@NullMarked
package se.budkavle.schemas;

import org.jspecify.annotations.NullMarked;
