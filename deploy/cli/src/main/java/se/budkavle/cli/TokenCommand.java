package se.budkavle.cli;

import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code budkavle token}. */
@Command(name = "token", description = "Prints an access token of the local system.", mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ORGANISATION", description = "For whom, such as 0203:a.se.")
    private String organisation;

    @Option(
            names = "--scope",
            paramLabel = "SCOPES",
            description =
                    "What it allows, separated by spaces (default: all that an agency needs), such as \"operator:read operator:write\".")
    private @Nullable String scope;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:BUDKAVLE_URL:-http://localhost:8080}",
            description = "Address of the API (default: BUDKAVLE_URL, or http://localhost:8080).")
    private URI url;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        try (var api = new Api(url)) {
            spec.commandLine().getOut().println(api.token(organisation, scope));
            return 0;
        }
    }
}
