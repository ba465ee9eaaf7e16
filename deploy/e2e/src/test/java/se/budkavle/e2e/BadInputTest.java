package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static se.budkavle.e2e.BadRequest.OFFENDING;
import static se.budkavle.e2e.Draft.message;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything that must be refused: with its status, its code and its pointer, and without any effect. */
@ExtendWith(BudkavleExtension.class)
class BadInputTest {

    private final Budkavle budkavle;

    BadInputTest(Budkavle budkavle) {
        this.budkavle = budkavle;
    }

    @TestFactory
    Stream<DynamicNode> messagesInJson() {
        return refusals(BadMessages::all);
    }

    @TestFactory
    Stream<DynamicNode> sdkDocuments() {
        return refusals(BadSdkDocuments::all);
    }

    @TestFactory
    Stream<DynamicNode> everythingElse() {
        return refusals(BadRequests::all);
    }

    private interface Table {
        Stream<BadRequest> rows(Agency sender, Agency recipient) throws Exception;
    }

    private Stream<DynamicNode> refusals(Table table) {
        var sender = budkavle.newAgency("sender");
        var recipient = budkavle.newAgency("recipient");
        Stream<BadRequest> rows;
        try {
            rows = table.rows(sender, recipient);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Stream.concat(
                rows.map(row -> dynamicTest(row.name(), () -> isRefused(row))),
                Stream.of(dynamicTest("none of them had an effect", () -> nothingHappened(sender, recipient))));
    }

    private static void isRefused(BadRequest row) {
        var answer = row.request().send();

        answer.expectProblem(row.status(), row.code());
        if (row.pointer() != null) {
            assertThat(answer.json().path("issues").valueStream().map(issue -> issue.path("pointer")
                            .asText()))
                    .as("pointers of %s", answer.text())
                    .contains(row.pointer());
        }
        assertThat(answer.text()).doesNotContain(OFFENDING);
        assertThat(answer.headers().map().toString()).doesNotContain(OFFENDING);
    }

    private static void nothingHappened(Agency sender, Agency recipient) {
        var marker = sender.sends(message().to(recipient.address())).messageId();

        recipient.inbox().hasExactly(marker);
        assertThat(sender.call("GET", "/v1/subscriptions")
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
        assertThat(sender.call("GET", "/v1/addresses?organisation=" + Http.encoded(sender.organisation()))
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(1);
    }
}
