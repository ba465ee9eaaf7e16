package se.budkavle.chaos.cluster;

import java.nio.file.Path;
import se.budkavle.local.EmbeddedBroker;

/** The embedded broker in a process of its own. */
public final class BrokerMain {

    private BrokerMain() {}

    /** Runs until the process ends; arguments: the directory, the port for clients, the port of the controller. */
    public static void main(String[] arguments) throws InterruptedException {
        var broker = EmbeddedBroker.start(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-shutdown"));
        Thread.currentThread().join();
    }
}
