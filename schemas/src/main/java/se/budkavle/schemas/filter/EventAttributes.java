package se.budkavle.schemas.filter;

import org.jspecify.annotations.Nullable;

/** The context attributes of a CloudEvent, as far as a filter asks for them. */
@FunctionalInterface
public interface EventAttributes {

    /**
     * An attribute's value in the canonical string form of CloudEvents.
     *
     * @param name lower-case name: {@code subject}, or an extension's
     * @return null where the event has no such attribute
     */
    @Nullable String get(String name);
}
