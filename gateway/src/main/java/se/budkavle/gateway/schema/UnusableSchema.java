package se.budkavle.gateway.schema;

import se.budkavle.gateway.problem.Issues;

/** A schema that was registered, but is not understood any more: nothing can be shown to keep to it. */
record UnusableSchema() implements DataSchema {

    @Override
    public void check(Data data, String pointer, Issues issues, Steps steps) {
        issues.add(pointer, "unusable-schema", "The type's schema cannot be used any more: register it anew.");
    }
}
