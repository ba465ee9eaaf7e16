package se.budkavle.supplychain;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Faults that somebody looked at and decided to live with for a time.
 *
 * @param all of them
 */
record Exceptions(List<Entry> all) {

    static final Exceptions NONE = new Exceptions(List.of());

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    Exceptions {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param id of the fault, in any database
     * @param reason why it does no harm here, or why nothing can be done yet
     * @param until the last day on which that holds
     */
    record Entry(String id, String reason, LocalDate until) {

        Entry {
            if (id == null || id.isBlank() || reason == null || reason.isBlank() || until == null) {
                throw new IllegalArgumentException("An exception has an id, a reason and a date until which it holds.");
            }
        }

        boolean isExpired(LocalDate today) {
            return today.isAfter(until);
        }
    }

    static Exceptions read(Path file) {
        try {
            return new Exceptions(JSON.readValue(file.toFile(), new TypeReference<List<Entry>>() {}));
        } catch (IOException e) {
            throw new CannotJudge(
                    "The exceptions cannot be read; a list of {\"id\", \"reason\", \"until\"} is expected: " + file);
        }
    }

    /** {@return the one that speaks of a fault with one of these names; of several, the one that holds longest} */
    Optional<Entry> of(List<String> names) {
        return all.stream().filter(entry -> names.contains(entry.id())).max((one, other) -> one.until()
                .compareTo(other.until()));
    }
}
