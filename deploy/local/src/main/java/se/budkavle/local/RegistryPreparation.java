package se.budkavle.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A step of the build: adds to the unpacked schema registry the jar that launches it and the JVM's cache of its classes
 * (JEP 483 and 514), recorded in a run of its own. From the cache it starts in a third of the time.
 */
final class RegistryPreparation {

    private static final Duration TIME_TO_WRITE_CACHE = Duration.ofMinutes(2);
    private static final String SCHEMA =
            "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":[{\\\"name\\\":\\\"f\\\",\\\"type\\\":\\\"string\\\"}]}\"}";

    private RegistryPreparation() {}

    /**
     * Prepares one distribution.
     *
     * @param args its folder
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        prepare(new RegistryDistribution(Path.of(args[0])));
    }

    /** Does what has not been done; a cache of another JDK is of no use and is made anew. */
    static void prepare(RegistryDistribution distribution) throws IOException, InterruptedException {
        boolean launcherIsNew = writeIfChanged(distribution.launcher(), launcherJar());
        byte[] jdk =
                (System.getProperty("java.home") + " " + Runtime.version() + "\n").getBytes(StandardCharsets.UTF_8);
        Path madeBy = distribution.home().resolve("budkavle-registry.jdk");
        if (!launcherIsNew
                && Files.exists(distribution.aotCache())
                && Files.exists(madeBy)
                && Arrays.equals(Files.readAllBytes(madeBy), jdk)) {
            return;
        }
        recordCache(distribution);
        Files.write(madeBy, jdk);
    }

    private static void recordCache(RegistryDistribution distribution) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("budkavle-registry-preparation-");
        Path cache = distribution.home().resolve("budkavle-registry.aot.new");
        try {
            var settings = new SchemaRegistryProcess.Settings(
                    distribution,
                    directory.resolve("registry"),
                    directory.resolve("registry.log"),
                    LocalPorts.free(),
                    Duration.ofMinutes(1),
                    TIME_TO_WRITE_CACHE);
            var options = List.of(
                    "-XX:AOTCacheOutput=" + cache,
                    // The JVM warns of every class it cannot keep.
                    "-Xlog:disable",
                    "-D" + RegistryLauncher.GRACE_PROPERTY + "=" + TIME_TO_WRITE_CACHE.toMillis());
            try (var registry = SchemaRegistryProcess.start(settings, options)) {
                exercise(registry.url());
            }
            if (!Files.exists(cache)) {
                throw new IOException("The JVM made no cache; it said:\n" + Files.readString(settings.log()));
            }
            Files.move(cache, distribution.aotCache(), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            EphemeralDirectories.deleteRecursively(directory);
        }
    }

    /** What every start does, so that the classes for it are in the cache. */
    private static void exercise(String url) throws IOException, InterruptedException {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            send(client, "POST", url + "/subjects/s-value/versions", SCHEMA);
            send(client, "POST", url + "/subjects/s-value", SCHEMA);
            send(client, "PUT", url + "/config/s-value", "{\"compatibility\":\"FULL_TRANSITIVE\"}");
            send(client, "POST", url + "/compatibility/subjects/s-value/versions", SCHEMA);
            send(client, "POST", url + "/subjects/s-value/versions", SCHEMA);
            send(client, "GET", url + "/schemas/ids/1", "");
            send(client, "GET", url + "/subjects/s-value/versions/latest", "");
        }
    }

    private static void send(HttpClient client, String method, String url, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        client.send(request, BodyHandlers.discarding());
    }

    private static byte[] launcherJar() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var jar = new ZipOutputStream(bytes)) {
            add(jar, "/" + RegistryLauncher.class.getName().replace('.', '/') + ".class");
            add(jar, RegistryLauncher.CONFIGURATION);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream jar, String resource) throws IOException {
        var entry = new ZipEntry(resource.substring(1));
        // The same sources make the same jar.
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        jar.putNextEntry(entry);
        try (InputStream in = RegistryPreparation.class.getResourceAsStream(resource)) {
            in.transferTo(jar);
        }
        jar.closeEntry();
    }

    /** Whether it was written; an unchanged jar keeps its time stamp, by which the JVM knows whether a cache fits. */
    private static boolean writeIfChanged(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return false;
        }
        Files.write(file, content);
        return true;
    }
}
