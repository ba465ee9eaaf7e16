package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.json.OperatorRequests;
import se.budkavle.schemas.avro.RegistryCommandKind;

/**
 * What operators' brakes on entries of the registry have in common: who suspends says why, who resumes need not.
 *
 * @param suspending the command that suspends
 * @param resuming the command that resumes
 * @param change asks the entry's owner. It is not looked for in the copy before: an attempt upon what is not there is for
 *     the audit too
 */
record OperatorBrake(RegistryCommandKind suspending, RegistryCommandKind resuming, Change change) {

    /** Asks the owner of an entry, for an operator. */
    @FunctionalInterface
    interface Change {

        /**
         * Asks, and waits for the decision.
         *
         * @param reason why, a code; whom it concerns sees it
         */
        void ask(RegistryCommandKind kind, String id, @Nullable String reason, Caller operator, String traceparent);
    }

    /** Suspends, for the reason in the body. */
    HttpResponse<?> suspend(HttpRequest<byte[]> request, String id) {
        var reason = OperatorRequests.reason(Exchange.body(request)).orRefuse();
        return ask(suspending, request, id, reason);
    }

    /** Resumes. */
    HttpResponse<?> resume(HttpRequest<?> request, String id) {
        return ask(resuming, request, id, null);
    }

    private HttpResponse<?> ask(RegistryCommandKind kind, HttpRequest<?> request, String id, @Nullable String reason) {
        change.ask(kind, id, reason, Exchange.caller(request), Exchange.traceparent(request));
        return HttpResponse.noContent();
    }
}
