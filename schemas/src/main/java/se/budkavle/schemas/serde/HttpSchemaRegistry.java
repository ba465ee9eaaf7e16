package se.budkavle.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.kafka.common.errors.SerializationException;
import se.budkavle.schemas.http.WholeAnswers;
import se.budkavle.schemas.tls.StoreFiles;

/**
 * A registry reached over <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Confluent's
 * REST API</a>. Ids and schemas are cached for good: a registry never changes them. Their number is bounded by the
 * number of schemas.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String COMPATIBILITY = "FULL_TRANSITIVE";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TLS = "schema.registry.ssl.";
    private static final Map<Place, HttpSchemaRegistry> SHARED = new ConcurrentHashMap<>();

    /** What an answer may take, how often it is asked for, and the pause in between. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 250;

    private final String[] baseUrls;
    private final Supplier<HttpClient> http;
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

    private final Set<String> keptCompatible = ConcurrentHashMap.newKeySet();

    private record SubjectSchema(String subject, Schema schema) {}

    /** Where it is, and with which {@code ssl.*} it is reached; none: as the JVM reaches anybody. */
    private record Place(String urls, Map<String, String> tls) {

        /** Passwords may be among them. */
        @Override
        public String toString() {
            return urls;
        }
    }

    private HttpSchemaRegistry(Place place) {
        this.baseUrls = place.urls().replaceAll("/+(?=,|$)", "").split("\\s*,\\s*");
        this.http = client(place.tls());
    }

    private static Supplier<HttpClient> client(Map<String, String> tls) {
        Supplier<HttpClient.Builder> likeThis = () ->
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        if (tls.isEmpty()) {
            HttpClient client = likeThis.get().build();
            return () -> client;
        }
        return StoreFiles.client(tls, likeThis);
    }

    /**
     * The registry at an address, reached as the JVM reaches anybody; one per address, so that all serdes of a process share
     * its cache.
     *
     * @param urls base address; several, tried in turn, separated by commas
     */
    public static HttpSchemaRegistry at(String urls) {
        return at(urls, Map.of());
    }

    /**
     * The same, with stores of its own.
     *
     * @param properties of which {@code schema.registry.ssl.*}, as Confluent's, name its trust store and what is shown to it;
     *     the others are passed over
     * @throws IllegalArgumentException if the stores cannot be used
     */
    public static HttpSchemaRegistry at(String urls, Map<String, ?> properties) {
        Map<String, String> tls = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(TLS)) {
                tls.put(key.substring(TLS.length() - "ssl.".length()), value.toString());
            }
        });
        return SHARED.computeIfAbsent(new Place(urls, Map.copyOf(tls)), HttpSchemaRegistry::new);
    }

    @Override
    public int register(String subject, Schema schema) {
        return id(subject, schema, "/subjects/" + encoded(subject) + "/versions");
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return id(subject, schema, "/subjects/" + encoded(subject));
    }

    private int id(String subject, Schema schema, String path) {
        SubjectSchema key = new SubjectSchema(subject, schema);
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        String body = JSON.createObjectNode().put("schema", schema.toString()).toString();
        int id = ask(path, HttpRequest.BodyPublishers.ofString(body), "POST")
                .path("id")
                .asInt();
        ids.put(key, id);
        schemas.put(id, schema);
        return id;
    }

    @Override
    public Schema byId(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        String text = ask("/schemas/ids/" + id, HttpRequest.BodyPublishers.noBody(), "GET")
                .path("schema")
                .asText();
        Schema schema = new SchemaParser().parse(text).mainSchema();
        if (schema == null) {
            throw new SerializationException("schema " + id + " is empty");
        }
        schemas.put(id, schema);
        return schema;
    }

    @Override
    public void keepCompatible(String subject) {
        if (keptCompatible.contains(subject)) {
            return;
        }
        String body =
                JSON.createObjectNode().put("compatibility", COMPATIBILITY).toString();
        ask("/config/" + encoded(subject), HttpRequest.BodyPublishers.ofString(body), "PUT");
        keptCompatible.add(subject);
    }

    @Override
    public boolean isKeptCompatible(String subject) {
        try {
            return ask("/config/" + encoded(subject), HttpRequest.BodyPublishers.noBody(), "GET")
                    .path("compatibilityLevel")
                    .asText()
                    .equals(COMPATIBILITY);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (SerializationException e) {
            // It has no rule of its own for the subject.
            return false;
        }
    }

    /** Whether asking again may help. Two services that set the same rule at once: one of them is told of a conflict. */
    private static boolean isPassing(String method, int status) {
        return status >= 500 || status == 429 || (status == 409 && method.equals("PUT"));
    }

    private JsonNode ask(String path, HttpRequest.BodyPublisher body, String method) {
        IOException last = new IOException("no attempt");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String url = baseUrls[attempt % baseUrls.length] + path;
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .method(method, body)
                    .header("Content-Type", MEDIA_TYPE)
                    .header("Accept", MEDIA_TYPE)
                    .timeout(TIMEOUT)
                    .build();
            try {
                HttpResponse<String> answer =
                        WholeAnswers.send(http.get(), request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return JSON.readTree(answer.body());
                }
                if (!isPassing(method, answer.statusCode())) {
                    throw new SerializationException("the schema registry answered " + answer.statusCode() + " to "
                            + method + " " + path + ": " + answer.body());
                }
                last = new IOException("status " + answer.statusCode());
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS << attempt);
            } catch (IOException | UncheckedIOException e) {
                last = e instanceof IOException io ? io : new IOException(e);
                pause(attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException("interrupted while asking the schema registry", e);
            }
        }
        throw new RegistryUnavailableException(
                "the schema registry does not answer " + method + " " + path + " after " + ATTEMPTS + " attempts",
                last);
    }

    private static void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("interrupted while waiting for the schema registry", e);
        }
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }
}
