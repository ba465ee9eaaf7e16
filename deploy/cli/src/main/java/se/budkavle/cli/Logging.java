package se.budkavle.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where the log of the running system goes: all of it to a file, what somebody should look at to the console as well. */
final class Logging {

    /** What a line looks like. */
    enum Format {
        /** For people. */
        PLAIN,
        /** A JSON object a line, for machines. */
        JSON
    }

    private Logging() {}

    /** The console is left alone from now on: parts that stop complain of each other. */
    static void quietConsole() {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("se.budkavle")).detachAppender("console");
    }

    /**
     * From now on to {@code budkavle.log} in the folder.
     *
     * @param level of our own loggers
     */
    static void to(Path folder, Format format, Level level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.putProperty("folder", folder.toString());
        context.putProperty("format", format.name().toLowerCase(Locale.ROOT));
        context.putProperty("level", level.name());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(Objects.requireNonNull(Logging.class.getResource("/logback-up.xml")));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
    }
}
