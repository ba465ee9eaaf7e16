package se.budkavle.cli;

import java.net.URI;
import se.budkavle.local.LocalSystem;

/** What the newcomer is left with: where everything is, and what to do next. */
final class Farewell {

    private Farewell() {}

    static void print(Terminal terminal, LocalSystem system, String command) {
        URI api = system.gateway();
        String url = api.getPort() == 8080 ? "" : " --url " + api;
        terminal.heading("Everything runs, until Ctrl-C");
        terminal.line("  API              " + api + "   (health: " + api + "/health/readiness)");
        terminal.line("  Docs             " + api + "/docs");
        terminal.line("  Metrics          " + api + "/prometheus   " + system.router() + "/prometheus   "
                + system.notifier() + "/prometheus");
        terminal.line("  Kafka            " + system.bootstrapServers());
        terminal.line("  Schema registry  " + system.schemaRegistryUrl());
        terminal.line("  Logs             " + system.dataDirectory().logs());
        terminal.heading("Three things to try next, in another terminal");
        terminal.line("  Who am I?");
        terminal.line("    TOKEN=$(" + command + " token 0203:a.se" + url + ")");
        terminal.line("    curl -s " + api + "/v1/me -H \"Authorization: Bearer $TOKEN\"");
        terminal.line("  Send to somebody who rejects everything, and see what became of it:");
        terminal.line("    " + command + " send --as 0203:a.se --from 0203:a.se --to test:reject --text Hej" + url);
        terminal.line("    " + command + " trace --as 0203:a.se MESSAGE-ID" + url);
        terminal.line("  See what a webhook would get: subscribe with " + api + "/dev/hooks/mine as the URL, then");
        terminal.line("    curl -s " + api + "/dev/hooks/mine");
    }
}
