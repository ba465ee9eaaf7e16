package se.budkavle.gateway.http;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static se.budkavle.gateway.http.TestGateway.AGENCY;
import static se.budkavle.gateway.http.TestGateway.ISSUER;
import static se.budkavle.gateway.http.TestGateway.problem;
import static se.budkavle.gateway.http.TestGateway.send;
import static se.budkavle.gateway.http.TestGateway.sendAsync;

import io.micronaut.web.router.Router;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.gateway.auth.Access;
import se.budkavle.gateway.auth.Scope;

/**
 * Made of {@link Access}: that it names every route there is, and that each lets in whom its row names and nobody else. That
 * nobody sees what is another's is asked of a system with all its parts (AccessTest).
 */
class AuthorisationTest {

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new TestGateway(Map.of("budkavle.gateway.commands.timeout", "200ms"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static Stream<Access.Rule> rows() {
        return Access.TABLE.stream();
    }

    static Stream<Access.Rule> rowsWithScopes() {
        return rows().filter(row -> !row.scopes().isEmpty());
    }

    static Stream<Access.Rule> reads() {
        return rows().filter(row -> row.method().equals("GET") && Access.of("HEAD", row.template()) == null);
    }

    private static String token(Predicate<Scope> which) {
        var scopes =
                Arrays.stream(Scope.values()).filter(which).map(Scope::text).collect(Collectors.joining(" "));
        return ISSUER.token(AGENCY, scopes);
    }

    @Test
    void everyRouteHasARowAndEveryRowARoute() {
        var served = gateway.context()
                .getBean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString())
                .collect(Collectors.toSet());
        // With a GET comes a HEAD; it is named where it is one of its own.
        served.removeIf(route -> route.startsWith("HEAD ")
                && served.contains("GET " + route.substring(5))
                && Access.of("HEAD", route.substring(5)) == null);

        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(rows().map(Access.Rule::route), Access.OPEN.stream())
                        .toList());
        assertThat(Access.OPEN).noneMatch(route -> route.contains(" /v1"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void withoutATokenNothing(Access.Rule row) throws Exception {
        var answer = send(gateway.to(row, ""));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"budkavle\"");
    }

    @ParameterizedTest
    @MethodSource("rowsWithScopes")
    void withEveryScopeButItsOwnNothing(Access.Rule row) throws Exception {
        var answer = send(gateway.to(row, token(not(row.scopes()::contains))));

        if (row.method().equals("HEAD")) {
            assertThat(answer.statusCode()).isEqualTo(403);
        } else {
            problem(answer, 403, "missing-scope");
        }
    }

    @Test
    void eachOfItsScopesAloneIsEnough() {
        var answers = new LinkedHashMap<String, CompletableFuture<HttpResponse<String>>>();
        rows().filter(row -> row.scopes().isEmpty())
                .forEach(row -> answers.put(row.route(), sendAsync(gateway.to(row, token(scope -> false)))));
        rowsWithScopes().forEach(row -> row.scopes()
                .forEach(scope -> answers.put(
                        row.route() + " with " + scope.text(), sendAsync(gateway.to(row, token(scope::equals))))));

        var softly = new SoftAssertions();
        answers.forEach((what, answer) ->
                softly.assertThat(answer.join().statusCode()).as(what).isNotIn(401, 403));
        softly.assertAll();
    }

    /** There is no row for it, and what has no row is refused. */
    @ParameterizedTest
    @MethodSource("reads")
    void aHeadThatIsInNoRowIsForNobody(Access.Rule row) throws Exception {
        var answer = send(gateway.to(row, token(scope -> true)).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%76%31/me",
                "/v%31/me",
                "//v1/me",
                "/./v1/me",
                "/docs/../v1/me",
                "/docs/%2E%2E/v1/me",
                "/v1;a=b/me",
                "/v1/me;a=b",
                "/v1/me/",
                "/v1//me",
                "/V1/me",
                "/v1%2Fme"
            })
    void howeverItIsSpeltThereIsNoWayAroundTheToken(String path) throws Exception {
        assertThat(send(gateway.request(path)).statusCode()).isIn(400, 401, 404);
    }
}
