package se.budkavle.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code budkavle organisations}. */
@Command(
        name = "organisations",
        description = "How the messages of each organisation fare, and a brake on it (operators).",
        mixinStandardHelpOptions = true,
        subcommands = {
            OrganisationsCommand.List.class,
            OrganisationsCommand.Show.class,
            OrganisationsCommand.Suspend.class,
            OrganisationsCommand.Resume.class
        })
final class OrganisationsCommand implements Runnable {

    private static final String PATH = "/v1/operator/organisations";
    private static final String SCOPE = "operator:read";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list, show, suspend or resume.");
    }

    @Command(
            name = "list",
            description =
                    "Lists those that have sent anything, the worst first: who fails, is silent, has something undelivered.",
            mixinStandardHelpOptions = true)
    static final class List extends ApiCommand {

        @Mixin
        private Paging paging;

        @Override
        void run(Api api, String token) {
            showPage(
                    api.expect(Call.get(PATH + "?" + paging.query()), token).json(),
                    "organisation",
                    "state",
                    "since",
                    "lastAcceptedAt",
                    "lastDeliveredAt",
                    "lag",
                    "failureRate",
                    "undelivered",
                    "oldestUndeliveredAt");
        }

        @Override
        String scope() {
            return SCOPE;
        }
    }

    @Command(name = "show", description = "Shows one.", mixinStandardHelpOptions = true)
    static final class Show extends ApiCommand {

        @Parameters(paramLabel = "ORGANISATION", description = "Such as 0203:agency.se.")
        private String organisation;

        @Override
        void run(Api api, String token) {
            var health = api.expect(Call.get(PATH + "/" + Api.encode(organisation)), token)
                    .json();
            showOne(
                    health,
                    "organisation",
                    "status",
                    "statusReason",
                    "state",
                    "since",
                    "lastAcceptedAt",
                    "lastDeliveredAt",
                    "lag",
                    "delivered",
                    "failed",
                    "failureRate",
                    "failuresInRow",
                    "undelivered",
                    "oldestUndeliveredAt",
                    "medianGap",
                    "silentAfter");
        }

        @Override
        String scope() {
            return SCOPE;
        }
    }

    @Command(
            name = "suspend",
            description = "It can send nothing, and what goes to it is held, until it is resumed.",
            mixinStandardHelpOptions = true)
    static final class Suspend extends SuspendCommand {

        @Parameters(paramLabel = "ORGANISATION", description = "Such as 0203:agency.se.")
        private String organisation;

        @Override
        String path() {
            return PATH + "/" + Api.encode(organisation);
        }
    }

    @Command(
            name = "resume",
            description = "It can send again, and what was held for it goes on, in order.",
            mixinStandardHelpOptions = true)
    static final class Resume extends ResumeCommand {

        @Parameters(paramLabel = "ORGANISATION", description = "Such as 0203:agency.se.")
        private String organisation;

        @Override
        String path() {
            return PATH + "/" + Api.encode(organisation);
        }
    }
}
