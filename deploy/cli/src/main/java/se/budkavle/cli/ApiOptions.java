package se.budkavle.cli;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the API is, and who calls. */
final class ApiOptions {

    /** How answers are shown. */
    enum Output {
        TABLE,
        JSON
    }

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:BUDKAVLE_URL:-http://localhost:8080}",
            description = "Address of the API (default: BUDKAVLE_URL, or http://localhost:8080).")
    private URI url;

    @Option(
            names = "--as",
            paramLabel = "ORGANISATION",
            description = "Who calls, such as 0203:a.se; the local system gives the token.")
    private @Nullable String organisation;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:BUDKAVLE_TOKEN}",
            description = "The caller's access token (default: BUDKAVLE_TOKEN).")
    private @Nullable String token;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How the answer is shown (default: ${DEFAULT-VALUE}).")
    private Output output;

    boolean isJson() {
        return output == Output.JSON;
    }

    /** A client of that API. */
    Api api() {
        return new Api(url);
    }

    /**
     * The caller's token.
     *
     * @param scope what a token of the local system is asked for; null: all that an agency needs
     */
    String token(Api api, @Nullable String scope) {
        if (organisation != null) {
            return api.token(organisation, scope);
        }
        if (token == null || token.isBlank()) {
            throw new CommandFailure(
                    CommandFailure.USAGE,
                    "Say who calls: --as ORGANISATION (local system), --token or BUDKAVLE_TOKEN.");
        }
        return token;
    }
}
