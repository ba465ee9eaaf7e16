package se.budkavle.gateway.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.auth.Caller;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;
import se.budkavle.schemas.Ids;
import se.budkavle.schemas.Traceparent;

/** What goes with a request from its first filter to its answer. */
final class Exchange {

    static final String REQUEST_ID_HEADER = "X-Request-Id";
    static final String TRACEPARENT_HEADER = "traceparent";

    private static final String REQUEST_ID = "budkavle.request-id";
    private static final String TRACEPARENT = "budkavle.traceparent";
    private static final String CALLER = "budkavle.caller";
    private static final Pattern REQUEST_ID_FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Exchange() {}

    /** {@return the id of the request: the client's where it is well formed, else one of ours} */
    static String requestId(HttpRequest<?> request) {
        return request.getAttribute(REQUEST_ID, String.class).orElseGet(() -> {
            var stated = request.getHeaders().get(REQUEST_ID_HEADER);
            var id = stated != null && REQUEST_ID_FORM.matcher(stated).matches() ? stated : Ids.newId();
            request.setAttribute(REQUEST_ID, id);
            return id;
        });
    }

    /** {@return the trace context of our part of the trace} */
    static String traceparent(HttpRequest<?> request) {
        return request.getAttribute(TRACEPARENT, String.class).orElseGet(() -> {
            var parent = Traceparent.parse(request.getHeaders().get(TRACEPARENT_HEADER));
            var own = (parent == null ? Traceparent.begin() : parent.child()).toString();
            request.setAttribute(TRACEPARENT, own);
            return own;
        });
    }

    static void setCaller(HttpRequest<?> request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    /** {@return who calls; every route below /v1 has passed the filter that says so} */
    static Caller caller(HttpRequest<?> request) {
        return request.getAttribute(CALLER, Caller.class)
                .orElseThrow(() -> Refusal.of(ProblemCode.UNAUTHENTICATED).asException());
    }

    /** {@return the body; empty where there is none} */
    static byte[] body(HttpRequest<byte[]> request) {
        return request.getBody().orElse(new byte[0]);
    }

    /** {@return the thread of the request's connection, for what does not block} */
    static Executor eventLoop(HttpRequest<?> request) {
        // What a controller gets is the connection's request with a body of the type it wants.
        return request instanceof HttpRequestWrapper<?> wrapped
                ? eventLoop(wrapped.getDelegate())
                : ((NettyHttpRequest<?>) request)
                        .getChannelHandlerContext()
                        .channel()
                        .eventLoop();
    }

    /** {@return a header's only value or null; of two it would be a guess which one counts} */
    static @Nullable String header(HttpRequest<?> request, String name) {
        var values = request.getHeaders().getAll(name);
        if (values.size() > 1) {
            throw Refusal.of(ProblemCode.INVALID_HEADER, new Issue(name, "too-many", "Send the header once."))
                    .asException();
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
