package se.budkavle.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code budkavle addresses}. */
@Command(
        name = "addresses",
        aliases = "address",
        description = "The address registry: who can be sent to.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AddressesCommand.List.class,
            AddressesCommand.Get.class,
            AddressesCommand.Put.class,
            AddressesCommand.Suspend.class,
            AddressesCommand.Resume.class,
            ImportCommand.class,
            AddressesCommand.Export.class
        })
final class AddressesCommand implements Runnable {

    static final String PATH = "/v1/addresses";

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say list, get, put, suspend, resume, import or export.");
    }

    private static String operatorPath(String address) {
        return "/v1/operator/addresses/" + Api.encode(address);
    }

    /** Which entries are meant. */
    static final class Filter {

        @Option(names = "--organisation", paramLabel = "ORGANISATION", description = "Only those it owns.")
        private @Nullable String organisation;

        @Option(names = "--kind", paramLabel = "KIND", description = "Only ORGANISATION, FUNCTION, COMPANY or PERSON.")
        private @Nullable String kind;

        @Option(
                names = {"-q", "--query"},
                paramLabel = "TEXT",
                description = "Only those with this in address or name.")
        private @Nullable String text;

        /** As parameters, each behind an ampersand. */
        String query() {
            return stated("organisation", organisation) + stated("kind", kind) + stated("q", text);
        }

        private static String stated(String name, @Nullable String value) {
            return value == null ? "" : "&" + name + "=" + Api.encode(value);
        }
    }

    @Command(name = "list", description = "Lists entries; persons never are.", mixinStandardHelpOptions = true)
    static final class List extends ApiCommand {

        @Mixin
        private Filter filter;

        @Mixin
        private Paging paging;

        @Override
        void run(Api api, String token) {
            String path = PATH + "?" + paging.query() + filter.query();
            showPage(
                    api.expect(Call.get(path), token).json(),
                    "address",
                    "organisation",
                    "kind",
                    "status",
                    "displayName",
                    "movedTo");
        }
    }

    @Command(name = "get", description = "Shows an entry.", mixinStandardHelpOptions = true)
    static final class Get extends ApiCommand {

        @Parameters(paramLabel = "ADDRESS", description = "The address.")
        private String address;

        @Override
        void run(Api api, String token) {
            show(api.expect(Call.get(PATH + "/" + Api.encode(address)), token));
        }

        private void show(Answer answer) {
            showOne(
                    answer.json(),
                    "address",
                    "organisation",
                    "kind",
                    "displayName",
                    "status",
                    "statusReason",
                    "validFrom",
                    "validTo",
                    "movedTo",
                    "acceptedTypes",
                    "maxConfidentialityLevel",
                    "requiresEncryption",
                    "representatives",
                    "deputies",
                    "contact",
                    "source",
                    "sourceVersion");
        }
    }

    @Command(name = "put", description = "Writes an entry.", mixinStandardHelpOptions = true)
    static final class Put extends ApiCommand {

        @Parameters(index = "0", paramLabel = "ADDRESS", description = "The address.")
        private String address;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FILE",
                description = "The entry as JSON (default: one of your own organisation, for any type).")
        private @Nullable Path file;

        @Option(names = "--name", paramLabel = "TEXT", description = "Name for people, in place of a file.")
        private @Nullable String name;

        @Override
        void run(Api api, String token) {
            if (file != null && name != null) {
                throw new ParameterException(commandLine(), "Give either a FILE or --name.");
            }
            if (file != null && !Files.isReadable(file)) {
                throw new CommandFailure(CommandFailure.FAILED, "The file cannot be read: " + file);
            }
            Call put = Call.put(PATH + "/" + Api.encode(address));
            Call call = file != null
                    ? put.file("application/json", file)
                    : put.json(
                            Api.JSON.createObjectNode().put("displayName", name).toString());
            say(api.expect(call, token).status() == 201 ? "Created." : "Written.");
        }
    }

    @Command(
            name = "suspend",
            description = "Holds what goes to an address; its owner cannot resume it (operators).",
            mixinStandardHelpOptions = true)
    static final class Suspend extends SuspendCommand {

        @Parameters(paramLabel = "ADDRESS", description = "The address, whosever it is.")
        private String address;

        @Override
        String path() {
            return operatorPath(address);
        }
    }

    @Command(
            name = "resume",
            description = "Ends an operator's suspension; what was held goes on, in order (operators).",
            mixinStandardHelpOptions = true)
    static final class Resume extends ResumeCommand {

        @Parameters(paramLabel = "ADDRESS", description = "The address, whosever it is.")
        private String address;

        @Override
        String path() {
            return operatorPath(address);
        }
    }

    @Command(
            name = "export",
            description = "Writes all entries that one may see, one JSON object a line, as import takes them.",
            mixinStandardHelpOptions = true)
    static final class Export extends ApiCommand {

        @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to (default: standard output).")
        private @Nullable Path file;

        @Mixin
        private Filter filter;

        @Override
        void run(Api api, String token) {
            String path = PATH + filter.query().replaceFirst("&", "?");
            try (Stream<String> lines = api.lines(path, token)) {
                if (file == null) {
                    lines.forEach(out()::println);
                } else {
                    say(write(lines, file, isJson()) + " addresses written to " + file + ".");
                }
            } catch (IOException e) {
                throw new CommandFailure(CommandFailure.FAILED, "The file cannot be written: " + file);
            }
        }

        /** All of it, or the file stays as it was. */
        private static long write(Stream<String> lines, Path file, boolean quiet) throws IOException {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            long count = 0;
            try (BufferedWriter writer = Files.newBufferedWriter(part);
                    var progress = Progress.of("Export", "addresses", -1, quiet)) {
                for (var iterator = lines.iterator(); iterator.hasNext(); progress.at(++count)) {
                    writer.write(iterator.next());
                    writer.write('\n');
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return count;
        }
    }
}
