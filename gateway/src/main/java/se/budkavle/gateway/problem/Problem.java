package se.budkavle.gateway.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;

/**
 * RFC 9457, application/problem+json.
 *
 * @param type urn:budkavle:problem: and the code
 * @param title the same for every occurrence
 * @param status as in the status line
 * @param detail this occurrence
 * @param instance this occurrence's name: the request's id
 * @param code stable
 * @param help where it is explained
 * @param issues faults with pointers, may be empty
 * @param members what this kind of problem has besides
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String help,
        List<Issue> issues,
        @JsonAnyGetter @Schema(hidden = true) Map<String, String> members) {

    /** Media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** {@return the problem that this refusal is, in the request with that id} */
    public static Problem of(Refusal refusal, String requestId) {
        var code = refusal.code();
        return new Problem(
                "urn:budkavle:problem:" + code.code(),
                code.title(),
                code.status(),
                refusal.detail(),
                "urn:budkavle:request:" + requestId,
                code.code(),
                "/docs/problems/" + code.code(),
                refusal.issues(),
                refusal.members());
    }
}
