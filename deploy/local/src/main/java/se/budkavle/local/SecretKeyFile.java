package se.budkavle.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A secret key of an installation, kept beside its data: what was made with it is found and read only with the same key. So
 * a file that does not hold one is an error, not a reason to make another.
 */
final class SecretKeyFile {

    private static final int BYTES = 32;

    private SecretKeyFile() {}

    /**
     * The key in base64; made and written down where there is none yet.
     *
     * @throws StartFailure where the file cannot be used
     */
    static String readOrCreate(Path file) {
        try {
            return Files.exists(file) ? read(file) : create(file);
        } catch (IOException e) {
            throw new StartFailure("The key in %s cannot be read or written: %s.".formatted(file, e.getMessage()), e);
        }
    }

    private static String read(Path file) throws IOException {
        String key = Files.readString(file).strip();
        try {
            if (Base64.getDecoder().decode(key).length == BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // Not base64: told below.
        }
        throw new StartFailure(
                "%s does not hold a key of %d bytes in base64: put it back from a copy, or begin with another data directory."
                        .formatted(file, BYTES));
    }

    private static String create(Path file) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        String text = Base64.getEncoder().encodeToString(key);
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        return text;
    }
}
