package se.budkavle.gateway.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** Refuses bodies in encodings that the server has not undone: it undoes gzip and deflate, up to the limit of a body. */
@ServerFilter("/v1/**")
final class EncodingFilter {

    @RequestFilter
    void filter(HttpRequest<?> request) {
        var encoding = request.getHeaders().get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity")) {
            throw Refusal.of(
                            ProblemCode.UNSUPPORTED_ENCODING,
                            new Issue("Content-Encoding", "not-supported", "Send the body as it is."))
                    .asException();
        }
    }
}
