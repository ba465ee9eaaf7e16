package se.budkavle.e2e;

import org.jspecify.annotations.Nullable;

/**
 * A request that must be refused.
 *
 * @param name what is wrong with it
 * @param request to be sent once
 * @param status that it gets
 * @param code of the problem
 * @param pointer that one of its issues has; null: none is demanded
 */
record BadRequest(
        String name,
        Http.Call request,
        int status,
        String code,
        @Nullable String pointer) {

    /** Part of every offending value: no answer may contain it. */
    static final String OFFENDING = "0ffending";
}
