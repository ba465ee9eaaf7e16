package se.budkavle.local;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.ControllerServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;

/**
 * The broker of the same id that ran here before. After a stop in good order it is fenced; after {@code kill -9} the
 * controller takes it for alive until its session has ended ({@code broker.session.timeout.ms}). As it is certainly dead
 * (its data directory is locked by us), it is struck off at once instead.
 */
final class Predecessor implements MetadataPublisher {

    private final ControllerServer controller;
    private final int brokerId;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile boolean struckOff;

    private Predecessor(ControllerServer controller, int brokerId) {
        this.controller = controller;
        this.brokerId = brokerId;
    }

    /**
     * Returns when the cluster's metadata says that no broker of this id is at work.
     *
     * @param controller a started one
     * @throws TimeoutException where it takes longer than {@code timeout}
     */
    static void removeFrom(ControllerServer controller, SharedServer shared, int brokerId, Duration timeout)
            throws InterruptedException, ExecutionException, TimeoutException {
        var predecessor = new Predecessor(controller, brokerId);
        try {
            shared.loader()
                    .installPublishers(List.of(predecessor))
                    .thenCompose(_ -> predecessor.gone)
                    .thenCompose(_ -> shared.loader().removeAndClosePublisher(predecessor))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("after %d s the controller still took the broker that ran here before for alive"
                    .formatted(timeout.toSeconds()));
        }
    }

    @Override
    public String name() {
        return "Predecessor";
    }

    /** Narrower than the interface's, which may throw anything: there is nothing to close. */
    @Override
    public void close() {}

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage newImage, LoaderManifest manifest) {
        var registration = newImage.cluster().broker(brokerId);
        if (registration == null || registration.fenced()) {
            gone.complete(null);
        } else if (!struckOff) {
            struckOff = true;
            controller.controller().unregisterBroker(context(), brokerId).exceptionally(e -> {
                // The controller is not elected yet: again, at the next change; and the end of the session does the
                // same.
                struckOff = false;
                return null;
            });
        }
    }

    private static ControllerRequestContext context() {
        return new ControllerRequestContext(new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty());
    }
}
