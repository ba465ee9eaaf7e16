package se.budkavle.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import se.budkavle.schemas.AuditChain;

/** {@code budkavle audit}. */
@Command(
        name = "audit",
        description = "Who did, or tried to do, what: lists it, and verifies that nothing was altered.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditCommand.List.class, AuditCommand.Verify.class})
final class AuditCommand implements Runnable {

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list or verify.");
    }

    /** As an operator over all, or as an organisation over its own acts. */
    abstract static class OfAllOrOwn extends ApiCommand {

        @Option(names = "--own", description = "The acts of one's own organisation (default: all, as an operator).")
        boolean own;

        @Override
        String scope() {
            return own ? "audit:read" : "operator:read";
        }

        String path() {
            return own ? "/v1/audit" : "/v1/operator/audit";
        }
    }

    @Command(name = "list", description = "Lists acts, newest first.", mixinStandardHelpOptions = true)
    static final class List extends OfAllOrOwn {

        @Option(names = "--organisation", paramLabel = "ID", description = "Acts of that organisation (operators).")
        private @Nullable String organisation;

        @Option(names = "--actor", paramLabel = "PSEUDONYM", description = "Acts of that person or system.")
        private @Nullable String actor;

        @Option(names = "--action", paramLabel = "NAME", description = "Such as put-address or operator-attempt.")
        private @Nullable String action;

        @Option(names = "--entity", paramLabel = "ID", description = "What was done to that address, dead letter, ….")
        private @Nullable String entityId;

        @Option(names = "--outcome", paramLabel = "OUTCOME", description = "DONE or REFUSED.")
        private @Nullable String outcome;

        @Option(names = "--from", paramLabel = "TIME", description = "Then or later.")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "TIME", description = "Before.")
        private @Nullable String to;

        @Mixin
        private Paging paging;

        @Override
        void run(Api api, String token) {
            var query = new StringBuilder(path()).append("?").append(paging.query());
            add(query, "organisation", organisation);
            add(query, "actor", actor);
            add(query, "action", action);
            add(query, "entityId", entityId);
            add(query, "outcome", outcome);
            add(query, "from", from);
            add(query, "to", to);
            var page = api.expect(Call.get(query.toString()), token).json();
            showPage(page, "at", "organisation", "actor", "action", "entityId", "outcome", "code", "from");
        }

        private static void add(StringBuilder query, String name, @Nullable String value) {
            if (value != null) {
                query.append('&').append(name).append('=').append(Api.encode(value));
            }
        }
    }

    @Command(
            name = "verify",
            description = {
                "Reads every act and verifies here that none was altered, taken out or put in: each names the one before it.",
                "Acts cut off at the end show only to who has noted the last one down (head). Ends with 1 if a chain is broken."
            },
            mixinStandardHelpOptions = true)
    static final class Verify extends OfAllOrOwn {

        private static final int PAGE = 1000;

        @Override
        void run(Api api, String token) {
            var chains = AuditChain.verify(acts(api, token));
            if (!isWhole(chains)) {
                // What was written while it was read can be missing in the middle: read again, it is there.
                chains = AuditChain.verify(acts(api, token));
            }
            var rows = Api.JSON.createObjectNode();
            var items = rows.putArray("items");
            chains.forEach((organisation, chain) -> items.addObject()
                    .put("organisation", organisation)
                    .put("acts", chain.acts())
                    .put("whole", chain.isWhole())
                    .put("altered", chain.altered())
                    .put("gaps", Math.max(0, chain.beginnings() - 1))
                    .put("forks", chain.forks())
                    .put("head", chain.head()));
            showItems(rows, "organisation", "acts", "whole", "altered", "gaps", "forks", "head");
            if (!isWhole(chains)) {
                throw new CommandFailure(CommandFailure.FAILED, "The audit is not whole.");
            }
        }

        private static boolean isWhole(java.util.Map<String, AuditChain.Verification> chains) {
            return chains.values().stream().allMatch(AuditChain.Verification::isWhole);
        }

        private java.util.List<JsonNode> acts(Api api, String token) {
            var acts = new ArrayList<JsonNode>();
            String after = "";
            try (var progress = Progress.of("Reading", "acts", -1, isJson())) {
                do {
                    var page = api.expect(Call.get(path() + "?limit=" + PAGE + after), token)
                            .json();
                    page.path("items").forEach(acts::add);
                    progress.at(acts.size());
                    after = page.path("next").isTextual()
                            ? "&after=" + Api.encode(page.path("next").asText())
                            : "";
                } while (!after.isEmpty());
            }
            return acts;
        }
    }
}
