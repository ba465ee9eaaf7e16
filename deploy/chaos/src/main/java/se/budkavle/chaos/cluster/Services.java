package se.budkavle.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import se.budkavle.gateway.GatewayApplication;
import se.budkavle.notifier.NotifierApplication;
import se.budkavle.router.RouterApplication;

/** The services' processes, and where each finds the others. */
final class Services {

    private static final String GATEWAY = "gateway-";
    private static final String ROUTER = "router-";
    private static final String NOTIFIER = "notifier-";

    private final ClusterOptions options;
    private final Issuer issuer;
    private final Network network;
    private final IntSupplier freePort;
    private final HttpClient http;
    private final List<URI> gateways = new ArrayList<>();

    /** @param http asks each whether it is ready */
    Services(ClusterOptions options, Issuer issuer, Network network, IntSupplier freePort, HttpClient http) {
        this.options = options;
        this.issuer = issuer;
        this.network = network;
        this.freePort = freePort;
        this.http = http;
    }

    /** Of all that there will be. */
    static List<String> names(ClusterOptions options) {
        return Stream.of(
                        numbered(NOTIFIER, options.notifiers()),
                        numbered(ROUTER, options.routers()),
                        numbered(GATEWAY, options.gateways()))
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }

    /** The doors of the system. */
    List<URI> gateways() {
        return List.copyOf(gateways);
    }

    /**
     * Prepares them, notifiers first; nothing is started.
     *
     * @param settings by name
     */
    List<Member> make(Function<String, Settings> settings) {
        List<Member> members = new ArrayList<>();
        Map<String, Integer> notifierPorts = new LinkedHashMap<>();
        for (String name : numbered(NOTIFIER, options.notifiers())) {
            int port = freePort.getAsInt();
            notifierPorts.put(name, port);
            members.add(member(
                    Role.NOTIFIER,
                    name,
                    NotifierApplication.class,
                    port,
                    settings.apply(name).notifier(port, name, state(name))));
        }
        if (notifierPorts.isEmpty()) {
            // The gateway wants one, though nobody is there.
            notifierPorts.put(NOTIFIER, freePort.getAsInt());
        }
        for (String name : numbered(ROUTER, options.routers())) {
            int port = freePort.getAsInt();
            members.add(member(
                    Role.ROUTER,
                    name,
                    RouterApplication.class,
                    port,
                    settings.apply(name).router(port, name, state(name))));
        }
        for (String name : numbered(GATEWAY, options.gateways())) {
            int port = freePort.getAsInt();
            gateways.add(URI.create(url(port)));
            String notifierUrls = notifierPorts.entrySet().stream()
                    .map(each -> url(network.way(name, each.getKey(), each.getValue())))
                    .collect(Collectors.joining(","));
            members.add(member(
                    Role.GATEWAY,
                    name,
                    GatewayApplication.class,
                    port,
                    settings.apply(name).gateway(port, issuer, notifierUrls)));
        }
        return members;
    }

    private Member member(Role role, String name, Class<?> main, int port, Map<String, String> settings) {
        Path directory = options.directory().resolve(name);
        Path file = directory.resolve("application.properties");
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    file,
                    settings.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                            .collect(Collectors.joining()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> jvmOptions = options.launch().jvmOptions(options.launch().serviceHeap());
        jvmOptions.add("-Dmicronaut.config.files=" + file);
        String earlier = options.launch().earlier();
        var command = new JavaCommand(
                main.getName(), List.of(), jvmOptions, earlier == null ? JavaCommand.ownClassPath() : earlier);
        return new Member(role, name, command, directory, Probe.http(URI.create(url(port)), http));
    }

    private Path state(String name) {
        return options.directory().resolve(name).resolve("state");
    }

    private static String url(int port) {
        return "http://" + Settings.LOOPBACK + ":" + port;
    }
}
