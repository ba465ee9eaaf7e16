package se.budkavle.local;

import kafka.server.FaultHandlerFactory;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of faults that Kafka cannot live with. Its own handlers end the process without a word on the console. Here a
 * start that fails is a failure of the start, which says why; a running system ends too, but says so.
 */
final class Faults implements FaultHandlerFactory {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    /** Kafka's names of these handlers end with it; after them, {@code startup()} throws. */
    private static final String STARTUP = " startup";

    private final FaultHandlerFactory kafkas = new StandardFaultHandlerFactory();

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        boolean ends = fatal && !name.endsWith(STARTUP);
        FaultHandler handler = kafkas.build(name, ends, action);
        return ends ? (message, cause) -> end(name, handler, message, cause) : handler;
    }

    private static RuntimeException end(String name, FaultHandler handler, String message, Throwable cause) {
        LOG.atError().addKeyValue("fault", name).log("Kafka cannot go on, and the process ends: the log says why");
        return handler.handleFault(message, cause);
    }
}
