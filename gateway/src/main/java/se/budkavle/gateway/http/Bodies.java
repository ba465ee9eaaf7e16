package se.budkavle.gateway.http;

import io.micronaut.http.exceptions.ContentLengthExceededException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import se.budkavle.gateway.problem.ProblemCode;
import se.budkavle.gateway.problem.Refusal;

/** Reads bodies that are not held in memory. */
final class Bodies {

    private Bodies() {}

    /** Reads a body. */
    @FunctionalInterface
    interface Reader<T> {
        /** {@return what the body comes to} */
        T read(InputStream body) throws IOException;
    }

    /**
     * {@return what the reader makes of a body; what it leaves is read away, as a client that still sends does not hear}
     *
     * @throws se.budkavle.gateway.problem.RefusedException if the body ends early, or is too large
     */
    static <T> T read(InputStream body, Reader<T> reader) {
        try (body) {
            var result = reader.read(body);
            body.transferTo(OutputStream.nullOutputStream());
            return result;
        } catch (IOException e) {
            var tooLarge = e.getCause() instanceof ContentLengthExceededException;
            throw Refusal.of(tooLarge ? ProblemCode.BODY_TOO_LARGE : ProblemCode.MALFORMED_REQUEST)
                    .asException();
        }
    }
}
