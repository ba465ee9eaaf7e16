package se.budkavle.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code budkavle subscriptions}. */
@Command(
        name = "subscriptions",
        description =
                "Subscriptions, one's own or, as an operator, all: what they are, and what can be done with them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SubscriptionsCommand.List.class,
            SubscriptionsCommand.Show.class,
            SubscriptionsCommand.Pause.class,
            SubscriptionsCommand.Resume.class,
            SubscriptionsCommand.Suspend.class,
            SubscriptionsCommand.Test.class,
            SubscriptionsCommand.RotateSecret.class,
            SubscriptionsCommand.Replay.class,
            SubscriptionsCommand.Delete.class
        })
final class SubscriptionsCommand implements Runnable {

    static final String OPERATOR_PATH = "/v1/operator/subscriptions";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say list, show, pause, resume, suspend, test, rotate-secret, replay or delete.");
    }

    /** The path of a subscription. */
    static String path(String id) {
        return "/v1/subscriptions/" + Api.encode(id);
    }

    /** The path of a subscription, whosever it is, for operators. */
    static String operatorPath(String id) {
        return OPERATOR_PATH + "/" + Api.encode(id);
    }

    /** Of one of them. */
    abstract static class OfOne extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "The subscription.")
        private String id;

        String path() {
            return SubscriptionsCommand.path(id);
        }

        String operatorPath() {
            return SubscriptionsCommand.operatorPath(id);
        }

        void show(Answer answer) {
            showOne(
                    answer.json(),
                    "id",
                    "name",
                    "types",
                    "channel",
                    "ordering",
                    "status",
                    "statusReason",
                    "statusSince",
                    "secret");
        }
    }

    @Command(name = "list", description = "Lists them.", mixinStandardHelpOptions = true)
    static final class List extends ApiCommand {

        @ArgGroup(exclusive = false)
        private @Nullable AllSubscriptions ofAll;

        @Override
        void run(Api api, String token) {
            if (ofAll == null) {
                var page = api.expect(Call.get("/v1/subscriptions?limit=1000"), token)
                        .json();
                showItems(page, "id", "name", "status", "statusReason", "types");
                return;
            }
            var page = api.expect(Call.get(ofAll.path()), token).json();
            showPage(
                    page,
                    "id",
                    "organisation",
                    "name",
                    "status",
                    "statusReason",
                    "pending",
                    "oldestPendingAt",
                    "failureRate",
                    "lastSuccessAt");
        }

        @Override
        @Nullable String scope() {
            return ofAll == null ? null : "operator:read";
        }
    }

    @Command(name = "show", description = "Shows one.", mixinStandardHelpOptions = true)
    static final class Show extends OfOne {

        @Override
        void run(Api api, String token) {
            show(api.expect(Call.get(path()), token));
        }
    }

    @Command(name = "pause", description = "Stops pushing; what happens is kept.", mixinStandardHelpOptions = true)
    static final class Pause extends OfOne {

        @Override
        void run(Api api, String token) {
            show(api.expect(Call.post(path() + "/pause"), token));
        }
    }

    @Command(name = "resume", description = "Pushes again what was missed.", mixinStandardHelpOptions = true)
    static final class Resume extends OfOne {

        @Option(names = "--operator", description = "Whosever it is (operators).")
        private boolean operator;

        @Override
        void run(Api api, String token) {
            if (operator) {
                api.expect(Call.post(operatorPath() + "/resume"), token);
                say("Resumed.");
            } else {
                show(api.expect(Call.post(path() + "/resume"), token));
            }
        }

        @Override
        @Nullable String scope() {
            return operator ? "operator:write" : null;
        }
    }

    @Command(
            name = "suspend",
            description = "Stops pushing, whosever it is; what happens is kept (operators).",
            mixinStandardHelpOptions = true)
    static final class Suspend extends SuspendCommand {

        @Parameters(paramLabel = "ID", description = "The subscription.")
        private String id;

        @Override
        String path() {
            return operatorPath(id);
        }
    }

    @Command(name = "test", description = "Sends a notification about nothing to it.", mixinStandardHelpOptions = true)
    static final class Test extends OfOne {

        @Override
        void run(Api api, String token) {
            api.expect(Call.post(path() + "/test"), token);
            say("It is on its way.");
        }
    }

    @Command(
            name = "rotate-secret",
            description = "Makes a new signing secret, shown once.",
            mixinStandardHelpOptions = true)
    static final class RotateSecret extends OfOne {

        @Option(
                names = "--overlap",
                paramLabel = "DURATION",
                description = "How long the former one still signs, such as PT1H (default: the installation's).")
        private @Nullable String overlap;

        @Override
        void run(Api api, String token) {
            var call = Call.post(path() + "/rotate-secret");
            if (overlap != null) {
                call = call.json(
                        Api.JSON.createObjectNode().put("overlap", overlap).toString());
            }
            show(api.expect(call, token));
        }
    }

    @Command(name = "replay", description = "Pushes a part of the feed again.", mixinStandardHelpOptions = true)
    static final class Replay extends OfOne {

        @Option(names = "--from", paramLabel = "TIME", description = "What was written then or later.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME", description = "What was written before.")
        private @Nullable String to;

        @Option(names = "--after", paramLabel = "CURSOR", description = "What stands behind a cursor of `listen`.")
        private @Nullable String after;

        @Override
        void run(Api api, String token) {
            var body =
                    Api.JSON.createObjectNode().put("from", from).put("to", to).put("after", after);
            showOne(
                    api.expect(Call.post(path() + "/replay").json(body.toString()), token)
                            .json(),
                    "id");
        }
    }

    @Command(name = "delete", description = "Unsubscribes.", mixinStandardHelpOptions = true)
    static final class Delete extends OfOne {

        @Override
        void run(Api api, String token) {
            api.expect(Call.delete(path()), token);
            say("Deleted.");
        }
    }
}
