package se.budkavle.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Every line that this process logs, with key-values and stack traces; our own code's at the finest level. */
final class LogCapture extends AppenderBase<ILoggingEvent> {

    private static final Queue<String> LINES = new ConcurrentLinkedQueue<>();

    static void install() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var capture = new LogCapture();
        capture.setContext(context);
        capture.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(capture);
        context.getLogger("se.budkavle").setLevel(Level.TRACE);
    }

    /** What was logged so far. */
    static List<String> lines() {
        return List.copyOf(LINES);
    }

    @Override
    protected void append(ILoggingEvent event) {
        LINES.add(event.getLoggerName() + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                + event.getMDCPropertyMap() + " " + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
