package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import se.budkavle.gateway.problem.Problem;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** Makes HTTP answers. */
final class Answers {

    /** Code of the problem that is answered, for the metrics. */
    static final String CODE = "budkavle.problem";

    /** The refusal itself, for the headers. */
    static final String REFUSAL = "budkavle.refusal";

    private static final MediaType PROBLEM = new MediaType(Problem.MEDIA_TYPE);

    private Answers() {}

    /** {@return the problem that a refusal is} */
    static MutableHttpResponse<Problem> problem(HttpRequest<?> request, Refusal refusal) {
        return problem(request, refusal, HttpResponse.status(HttpStatus.OK));
    }

    /** {@return that answer, turned into the problem that a refusal is; its other headers stay} */
    @SuppressWarnings("unchecked")
    static MutableHttpResponse<Problem> problem(
            HttpRequest<?> request, Refusal refusal, MutableHttpResponse<?> answer) {
        var code = refusal.code();
        request.setAttribute(CODE, code.code());
        request.setAttribute(REFUSAL, refusal);
        answer.status(code.status());
        answer.contentType(PROBLEM);
        if (code.status() == HttpStatus.UNAUTHORIZED.getCode()) {
            var error = code == ProblemCode.INVALID_TOKEN ? ", error=\"invalid_token\"" : "";
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"budkavle\"" + error);
        }
        if (code.retryable()) {
            answer.header(HttpHeaders.RETRY_AFTER, Integer.toString(code.retryAfterSeconds()));
        }
        return ((MutableHttpResponse<Problem>) answer).body(Problem.of(refusal, Exchange.requestId(request)));
    }
}
