package se.budkavle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

/** The project's own SDK message, in DIGG's format {@code MessageWithAttachments:3}, with ids and time of its own at each use. */
final class SampleMessage {

    static final String RESOURCE = "/samples/sdk-message.xml";

    private static final String MESSAGE_ID = "00000000-0000-4000-8000-000000000001";
    private static final String CONVERSATION_ID = "00000000-0000-4000-8000-000000000002";
    private static final String CREATED = "2026-01-15T08:30:00Z";

    private SampleMessage() {}

    /** Writes a message that nobody has seen before. */
    static Path write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.writeString(file, fresh());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String fresh() {
        return read().replace(MESSAGE_ID, UUID.randomUUID().toString())
                .replace(CONVERSATION_ID, UUID.randomUUID().toString())
                .replace(CREATED, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(SampleMessage.class.getResourceAsStream(RESOURCE))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
