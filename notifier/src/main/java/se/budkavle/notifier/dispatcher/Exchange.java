package se.budkavle.notifier.dispatcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/**
 * One answer being read. Of its body the beginning is kept; when there is more, the connection is given up rather than
 * read to its end. An answer whose status came in time counts, whatever becomes of its body.
 */
final class Exchange extends AbstractBinResponseConsumer<Boolean> {

    private final CompletableFuture<AttemptResult> result;
    private final int limit;
    private final Instant at;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private volatile @Nullable Future<?> call;
    private volatile int status;
    private volatile @Nullable Duration retryAfter;

    Exchange(CompletableFuture<AttemptResult> result, int limit, Instant at) {
        this.result = result;
        this.limit = limit;
        this.at = at;
    }

    /** Names the call that is to be given up when the answer is too long or too late. */
    void runs(Future<?> call) {
        this.call = call;
        if (result.isDone()) {
            call.cancel(true);
        }
    }

    /** The time is up. */
    void expire() {
        if (status == 0) {
            result.complete(new AttemptResult.TimedOut());
        } else {
            answer();
        }
        abort();
    }

    @Override
    protected void start(HttpResponse response, @Nullable ContentType contentType) {
        retryAfter = retryAfter(response.getFirstHeader(HttpHeaders.RETRY_AFTER), at);
        status = response.getCode();
    }

    @Override
    protected int capacityIncrement() {
        return limit;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
        boolean isTooLong;
        synchronized (body) {
            byte[] part = new byte[Math.min(source.remaining(), limit - body.size())];
            source.get(part);
            body.writeBytes(part);
            isTooLong = source.hasRemaining();
        }
        if (isTooLong) {
            source.position(source.limit());
            answer();
            abort();
        }
    }

    @Override
    protected Boolean buildResult() {
        answer();
        return true;
    }

    @Override
    public void failed(Exception error) {
        if (status == 0) {
            result.complete(failure(error));
        } else {
            answer();
        }
    }

    @Override
    public void releaseResources() {
        // A call that ends otherwise (cancelled, closed) has ended too.
        result.complete(new AttemptResult.Failed("Cancelled"));
    }

    private void answer() {
        String text;
        synchronized (body) {
            text = body.toString(StandardCharsets.UTF_8);
        }
        result.complete(new AttemptResult.Answered(status, retryAfter, text));
    }

    private void abort() {
        Future<?> running = call;
        if (running != null) {
            running.cancel(true);
        }
    }

    /** What an error means. */
    static AttemptResult failure(Throwable error) {
        String errorClass = error.getClass().getSimpleName();
        return switch (error) {
            case TargetRefusedException ignored -> new AttemptResult.TargetRefused();
            case UnknownHostException ignored -> new AttemptResult.ConnectFailed(errorClass);
            case ConnectTimeoutException ignored -> new AttemptResult.ConnectFailed(errorClass);
            case ConnectException ignored -> new AttemptResult.ConnectFailed(errorClass);
            case SSLException ignored -> new AttemptResult.ConnectFailed(errorClass);
            case SocketTimeoutException ignored -> new AttemptResult.TimedOut();
            case ConnectionClosedException ignored -> new AttemptResult.Broken(errorClass);
            case NoHttpResponseException ignored -> new AttemptResult.Broken(errorClass);
            case SocketException ignored -> new AttemptResult.Broken(errorClass);
            default -> new AttemptResult.Failed(errorClass);
        };
    }

    /** Seconds, or a date (RFC 9110, 10.2.3); null where there is none, or none that can be read. */
    static @Nullable Duration retryAfter(@Nullable Header header, Instant now) {
        if (header == null) {
            return null;
        }
        String value = header.getValue().strip();
        if (!value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        Instant date = DateUtils.parseStandardDate(value);
        return date == null || date.isBefore(now) ? null : Duration.between(now, date);
    }
}
