package se.budkavle.supplychain;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a database says of a fault: a record of the OSV schema, as far as it is used here.
 *
 * @param id its name
 * @param modified when the record was changed last
 * @param withdrawn when it was taken back, if it was
 * @param aliases what other databases call the same fault
 * @param summary one line of it
 * @param affected what has it
 * @param databaseSpecific what the database adds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Advisory(
        String id,
        Instant modified,
        @Nullable Instant withdrawn,
        List<String> aliases,
        @Nullable String summary,
        List<Affected> affected,
        @JsonProperty("database_specific") Map<String, Object> databaseSpecific) {

    /** Validates; what a record leaves out is empty. */
    Advisory {
        if (id == null || id.isBlank() || modified == null) {
            throw new IllegalArgumentException("A record has an id and a time of its last change.");
        }
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        affected = affected == null ? List.of() : List.copyOf(affected);
        databaseSpecific = databaseSpecific == null ? Map.of() : databaseSpecific;
    }

    /** {@return all of its names} */
    List<String> names() {
        return Stream.concat(Stream.of(id), aliases().stream()).distinct().toList();
    }

    /** {@return how bad it is in a word, where the database says so} */
    String severity() {
        return databaseSpecific().get("severity") instanceof String word ? word : "-";
    }

    /**
     * A package that has the fault, in some versions.
     *
     * @param of which package; none where a record speaks of commits alone
     * @param ranges of its versions
     * @param versions one by one
     * @param databaseSpecific what the database adds
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Affected(
            @JsonProperty("package") @Nullable Named of,
            List<Range> ranges,
            List<String> versions,
            @JsonProperty("database_specific") @Nullable Map<String, Object> databaseSpecific) {

        Affected {
            ranges = ranges == null ? List.of() : List.copyOf(ranges);
            versions = versions == null ? List.of() : List.copyOf(versions);
        }

        /** {@return whether it speaks of that package} */
        boolean isOf(Library.PackageName other) {
            return of != null && of.name().equals(other.name()) && of.family().equals(other.ecosystem());
        }
    }

    /** The name of a package. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Named(String ecosystem, String name) {

        Named {
            if (ecosystem == null || name == null) {
                throw new IllegalArgumentException("A package has an ecosystem and a name.");
            }
        }

        /** {@return the ecosystem without what may follow a colon: a repository, or a release} */
        String family() {
            return ecosystem.contains(":") ? ecosystem.substring(0, ecosystem.indexOf(':')) : ecosystem;
        }
    }

    /**
     * A range of versions: what happened, in no order.
     *
     * @param type {@code ECOSYSTEM}, {@code SEMVER} or {@code GIT}
     * @param events one pair each: {@code introduced}, {@code fixed}, {@code last_affected} or {@code limit}, and a version
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Range(String type, List<Map<String, String>> events) {

        Range {
            if (type == null || events == null) {
                throw new IllegalArgumentException("A range has a type and events.");
            }
        }
    }
}
