package se.budkavle.gateway.http;

import io.micronaut.core.type.Argument;
import io.micronaut.core.type.MutableHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.body.ByteBodyFactory;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.body.ResponseBodyWriter;
import jakarta.inject.Singleton;
import java.io.OutputStream;
import java.util.OptionalLong;

/** Writes a {@link NotificationStream} as it comes. The framework's own writer of events knows no comments without data. */
@Singleton
@Produces(MediaType.TEXT_EVENT_STREAM)
final class NotificationStreamWriter implements ResponseBodyWriter<NotificationStream> {

    @Override
    public CloseableByteBody writePiece(
            ByteBodyFactory bodies,
            HttpRequest<?> request,
            HttpResponse<?> response,
            Argument<NotificationStream> type,
            MediaType mediaType,
            NotificationStream stream) {
        return bodies.adapt(stream.body(bodies.readBufferFactory()), OptionalLong.empty());
    }

    @Override
    public void writeTo(
            Argument<NotificationStream> type,
            MediaType mediaType,
            NotificationStream stream,
            MutableHeaders headers,
            OutputStream output) {
        throw new UnsupportedOperationException("a stream is written as it comes");
    }
}
