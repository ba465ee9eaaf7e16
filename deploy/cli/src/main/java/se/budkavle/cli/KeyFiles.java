package se.budkavle.cli;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Set;

/** Files with keys: one JWK (RFC 7517), or a set of them after a rotation. */
final class KeyFiles {

    private KeyFiles() {}

    /** {@return the keys of a file} */
    static JWKSet read(Path file) {
        try {
            var json = Files.readString(file);
            return Api.JSON.readTree(json).has("keys") ? JWKSet.parse(json) : new JWKSet(JWK.parse(json));
        } catch (ParseException | IOException e) {
            // Nothing of what stands in it.
            throw new CommandFailure(CommandFailure.FAILED, "The file holds no key (JWK) that can be read: " + file);
        }
    }

    /** Writes a new file that only its owner can read. */
    static void write(Path file, JWK key) {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = Files.newByteChannel(file, options, mode)) {
            var bytes = ByteBuffer.wrap(key.toJSONString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    CommandFailure.FAILED, "The file is there already, and a key is not overwritten: " + file);
        } catch (IOException e) {
            throw new CommandFailure(CommandFailure.FAILED, "The file cannot be written: " + file);
        }
    }
}
