package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static se.budkavle.e2e.Draft.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import se.budkavle.gateway.auth.Access;
import se.budkavle.gateway.auth.Scope;

/**
 * Who may what, of what is another's: made of the gateway's own table, so that a route without a case here fails. That each
 * row demands its token and scopes is asked of the gateway alone (AuthorisationTest).
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(BudkavleExtension.class)
class AccessTest {

    private static final Set<Access.Relation> RESTRICTED =
            EnumSet.complementOf(EnumSet.of(Access.Relation.ANYONE, Access.Relation.OPERATOR));
    private static final String SOME_ID = "0198a1c0-0000-7000-8000-000000000000";

    private final Budkavle budkavle;
    private Agency sender;
    private Agency recipient;
    private Agency other;
    private Agency almighty;

    AccessTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @BeforeAll
    void agencies() {
        sender = budkavle.newAgency("sender");
        recipient = budkavle.newAgency("recipient");
        other = budkavle.newAgency("other");
        almighty = budkavle.agency(
                "0203:" + Budkavle.fresh("almighty") + ".se",
                Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.joining(" ")));
    }

    /** What somebody asks for who should not get it. */
    private record Attempt(Access.Rule row, Agency by, CompletableFuture<Answer> answer) {}

    /** All at once: each waits as long as one that asks for what there is not. */
    private static CompletableFuture<Answer> askedFor(Intrusion intrusion, Access.Rule row, Agency by) {
        var call = intrusion.ask(row, by);
        return CompletableFuture.supplyAsync(call::send, Thread::startVirtualThread);
    }

    /** Each row about one object: asked for by a stranger, by one who may everything, and at last by its owner. */
    @TestFactory
    Stream<DynamicNode> whatIsAnothersIsNotThere() {
        var intrusion = new Intrusion(budkavle);
        var strangers = List.of(budkavle.newAgency("stranger"), almighty);
        return Stream.of(
                        aboutOneObject()
                                .flatMap(row -> strangers.stream()
                                        // Operators write any entry of the registries: their row says so.
                                        .filter(each -> each != almighty
                                                || !row.scopes().contains(Scope.OPERATOR_WRITE))
                                        .map(each -> new Attempt(row, each, askedFor(intrusion, row, each))))
                                .toList()
                                .stream()
                                .map(attempt -> dynamicTest(
                                        attempt.row().route() + " by "
                                                + attempt.by().organisation(),
                                        () -> intrusion.isRefused(
                                                attempt.row(), attempt.answer().join()))),
                        Stream.of(dynamicTest("none of it had an effect", intrusion::hadNoEffect)),
                        // What is refused is who asks, not what is asked. What ends something comes last.
                        aboutOneObject()
                                .sorted(Comparator.comparing(row -> row.method().equals("DELETE")))
                                .map(row -> dynamicTest(row.route() + " by its owner", () -> assertThat(intrusion
                                                .ask(row, intrusion.owner(row))
                                                .send()
                                                .status())
                                        .isIn(200, 202, 204, 409, 422))))
                .flatMap(each -> each);
    }

    @TestFactory
    Stream<DynamicNode> noListTellsOfOthers() {
        var intrusion = new Intrusion(budkavle);
        return restricted()
                .filter(row -> row.method().equals("GET") && !row.template().contains("{"))
                .map(row -> dynamicTest(row.route(), () -> assertThat(
                                intrusion.ask(row, almighty).send().expect(200).text())
                        .doesNotContain(intrusion.ids())));
    }

    @TestFactory
    Stream<DynamicNode> nothingIsMadeInAnothersName() {
        var intrusion = new Intrusion(budkavle);
        var stranger = budkavle.newAgency("stranger");
        return restricted()
                .filter(row -> row.method().equals("POST") && !row.template().contains("{"))
                .map(row -> dynamicTest(row.route(), () -> intrusion.makesNothing(row, stranger)));
    }

    private static Stream<Access.Rule> restricted() {
        return Access.TABLE.stream().filter(row -> RESTRICTED.contains(row.relation()));
    }

    private static Stream<Access.Rule> aboutOneObject() {
        return restricted().filter(row -> row.template().contains("{"));
    }

    @Test
    void whoTriesWhatIsTheOperatorsIsInTheAudit() {
        var intruder = budkavle.newAgencyWithoutAddress("intruder");

        intruder.call("GET", "/v1/operator/dead-letters").send().expectProblem(403, "missing-scope");

        var kafka = new Kafka(budkavle.system().bootstrapServers());
        await("the attempt in the audit").untilAsserted(() -> assertThat(kafka.read("audit"::equals))
                .filteredOn(each -> intruder.organisation().equals(each.key()))
                .singleElement()
                .satisfies(each -> assertThat(new String(each.value(), StandardCharsets.ISO_8859_1))
                        .contains("operator-attempt", "GET /v1/operator/dead-letters", "missing-scope")));
    }

    @Test
    void anOperatorWhoMayLookMayNotAct() {
        var token = budkavle.token("0203:operator.example.se", "operator:read");

        budkavle.call("GET", "/v1/operator/dead-letters").token(token).send().expect(200);
        budkavle.call("POST", "/v1/operator/dead-letters/" + SOME_ID + "/replay")
                .token(token)
                .json("{}")
                .send()
                .expectProblem(403, "missing-scope");
    }

    @Test
    void anInboxOfOthersIsNotListed() {
        var answer = other.call("GET", "/v1/inbox?address=" + Http.encoded(recipient.address()))
                .send();

        answer.expectProblem(404, "not-found");
    }

    @Test
    void whatOneMayReadOneNeedNotOwn() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);

        // The recipient is not the sender: its own view is the inbox.
        recipient.message(messageId).expectProblem(404, "not-found");
    }

    @Test
    void aCursorIsTheTenantsAlone() {
        var messageId = sender.sends(message().to(recipient.address())).messageId();
        recipient.inbox().waitUntilReceived(messageId);
        var next = recipient
                .call("GET", "/v1/inbox")
                .send()
                .expect(200)
                .json()
                .path("next")
                .asText();

        other.call("GET", "/v1/inbox?after=" + Http.encoded(next)).send().expectProblem(400, "invalid-cursor");
    }
}
