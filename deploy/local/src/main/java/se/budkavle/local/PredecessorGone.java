package se.budkavle.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.image.publisher.MetadataPublisher;

/**
 * Waits until the cluster's metadata says that no broker of this id is at work. After a stop in good order that is so at once;
 * after {@code kill -9} the controller sees it when the session has ended ({@code broker.session.timeout.ms}).
 */
final class PredecessorGone implements MetadataPublisher {

    private final int brokerId;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    private PredecessorGone(int brokerId) {
        this.brokerId = brokerId;
    }

    /**
     * @param loader of a started controller
     * @throws TimeoutException where it takes longer than {@code timeout}
     */
    static void await(MetadataLoader loader, int brokerId, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        var predecessor = new PredecessorGone(brokerId);
        try {
            loader.installPublishers(List.of(predecessor))
                    .thenCompose(_ -> predecessor.gone)
                    .thenCompose(_ -> loader.removeAndClosePublisher(predecessor))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("after %d s the controller still took the broker that ran here before for alive"
                    .formatted(timeout.toSeconds()));
        }
    }

    @Override
    public String name() {
        return "PredecessorGone";
    }

    /** Narrower than the interface's, which may throw anything: there is nothing to close. */
    @Override
    public void close() {}

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage newImage, LoaderManifest manifest) {
        var registration = newImage.cluster().broker(brokerId);
        if (registration == null || registration.fenced()) {
            gone.complete(null);
        }
    }
}
