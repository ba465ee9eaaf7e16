package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code budkavle dead-letters}. */
@Command(
        name = "dead-letters",
        description = "What could not be delivered: lists it, sends it again, gives it up.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DeadLettersCommand.List.class,
            DeadLettersCommand.Show.class,
            DeadLettersCommand.Groups.class,
            DeadLettersCommand.Replay.class,
            DeadLettersCommand.Discard.class
        })
final class DeadLettersCommand implements Runnable {

    private static final String OPERATOR_PATH = "/v1/operator/dead-letters";
    static final String OPERATOR_SCOPE = "operator:read operator:write";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list, show, groups, replay or discard.");
    }

    /** As an operator over all, or as a subscriber over one's own subscription. */
    abstract static class OfAllOrOneSubscription extends ApiCommand {

        @Option(
                names = "--subscription",
                paramLabel = "ID",
                description = "Those of one's own subscription (default: all, as an operator).")
        @Nullable String subscription;

        @Override
        @Nullable String scope() {
            return subscription == null ? OPERATOR_SCOPE : null;
        }

        String subscriptionPath() {
            return "/v1/subscriptions/" + Api.encode(String.valueOf(subscription));
        }
    }

    @Command(name = "list", description = "Lists dead letters.", mixinStandardHelpOptions = true)
    static final class List extends OfAllOrOneSubscription {

        @Mixin
        private DeadLetterFilter filter;

        @Mixin
        private Paging paging;

        @Override
        void run(Api api, String token) {
            String path = subscription == null ? OPERATOR_PATH : subscriptionPath() + "/dead-letters";
            var page = api.expect(Call.get(path + "?" + paging.query() + filter.query()), token)
                    .json();
            showPage(
                    page,
                    "id",
                    "failedAt",
                    "status",
                    "outcome",
                    "reason",
                    "topic",
                    "messageId",
                    "recipient",
                    "subscriptionId",
                    "attempts");
        }
    }

    @Command(
            name = "show",
            description = "Shows one: what happened, and what to do about it (operators).",
            mixinStandardHelpOptions = true)
    static final class Show extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "The dead letter.")
        private String id;

        @Override
        void run(Api api, String token) {
            showOne(
                    api.expect(Call.get(OPERATOR_PATH + "/" + Api.encode(id)), token)
                            .json(),
                    "id",
                    "status",
                    "outcome",
                    "reason",
                    "explanation",
                    "stage",
                    "organisation",
                    "messageId",
                    "recipient",
                    "subscriptionId",
                    "topic",
                    "partition",
                    "offset",
                    "firstFailedAt",
                    "failedAt",
                    "attempts",
                    "replays",
                    "previous",
                    "successor");
        }

        @Override
        String scope() {
            return "operator:read";
        }
    }

    @Command(
            name = "groups",
            description = "Counts dead letters by what they have in common (operators).",
            mixinStandardHelpOptions = true)
    static final class Groups extends ApiCommand {

        @Mixin
        private DeadLetterFilter filter;

        @Option(
                names = "--by",
                paramLabel = "WHAT",
                defaultValue = "reason",
                description = "reason, organisation, subscription, topic or stage (default: ${DEFAULT-VALUE}).")
        private String by;

        @Override
        void run(Api api, String token) {
            var groups = api.expect(Call.get(OPERATOR_PATH + "/groups?by=" + Api.encode(by) + filter.query()), token)
                    .json();
            showItems(groups, "key", "count", "oldest", "newest");
            if (!groups.path("complete").asBoolean()) {
                say("There are more: not all were looked at.");
            }
        }

        @Override
        String scope() {
            return "operator:read";
        }
    }

    @Command(name = "replay", description = "Sends one again.", mixinStandardHelpOptions = true)
    static final class Replay extends OfAllOrOneSubscription {

        @Parameters(paramLabel = "ID", description = "The dead letter.")
        private String id;

        @Option(names = "--force", description = "Even if it was sent again before (operators).")
        private boolean force;

        @Override
        void run(Api api, String token) {
            Call call = subscription == null
                    ? Call.post(OPERATOR_PATH + "/" + Api.encode(id) + "/replay")
                            .json("{\"force\":" + force + "}")
                    : Call.post(subscriptionPath() + "/replay").json(ids());
            api.expect(call, token);
            say("It is on its way again.");
        }

        private String ids() {
            var request = Api.JSON.createObjectNode();
            request.putArray("deadLetterIds").add(id);
            return request.toString();
        }
    }

    @Command(name = "discard", description = "Gives one up; its sender is told.", mixinStandardHelpOptions = true)
    static final class Discard extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "The dead letter.")
        private String id;

        @Option(
                names = "--reason",
                paramLabel = "CODE",
                required = true,
                description = "Why, a code such as no-longer-needed.")
        private String reason;

        @Override
        void run(Api api, String token) {
            String body = Api.JSON.createObjectNode().put("reason", reason).toString();
            api.expect(
                    Call.post(OPERATOR_PATH + "/" + Api.encode(id) + "/discard").json(body), token);
            say("Discarded.");
        }

        @Override
        String scope() {
            return OPERATOR_SCOPE;
        }
    }
}
