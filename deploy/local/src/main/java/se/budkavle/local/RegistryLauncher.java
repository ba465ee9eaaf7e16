package se.budkavle.local;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Properties;

/**
 * The main class of the schema registry's process: starts Apicurio, and ends with the process that started it, however that
 * one ended. It runs on the registry's class path, with nothing of ours beside it.
 */
final class RegistryLauncher {

    static final String CONFIGURATION = "/registry/registry.properties";

    /** How long the registry may take to stop in good order, in milliseconds. */
    static final String GRACE_PROPERTY = "budkavle.registry.grace";

    private static final int DEFAULT_GRACE_MILLIS = 2_000;

    private RegistryLauncher() {}

    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        configure();
        ignoreInterrupts();
        Thread.ofPlatform().daemon().name("parent-watch").start(RegistryLauncher::endWithParent);
        Class.forName("io.quarkus.runner.GeneratedMain")
                .getMethod("main", String[].class)
                .invoke(null, (Object) args);
    }

    /** As system properties, which Quarkus ranks above its own configuration; the command line ranks above these. */
    private static void configure() throws IOException {
        var properties = new Properties();
        try (InputStream in = RegistryLauncher.class.getResourceAsStream(CONFIGURATION)) {
            properties.load(in);
        }
        properties.forEach(System.getProperties()::putIfAbsent);
    }

    /**
     * Ctrl-C reaches every process of the terminal; the parent decides when this one goes. By reflection, because the
     * compiler warns of {@code sun.misc} and cannot be told not to.
     */
    private static void ignoreInterrupts() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object interrupt = signal.getConstructor(String.class).newInstance("INT");
        Object ignore = handler.getField("SIG_IGN").get(null);
        signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignore);
    }

    /** Standard input is a pipe from the parent. It ends when the parent closes it or is gone. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said.
            }
        } catch (IOException broken) {
            // Then there is no parent either.
        }
        Thread.ofPlatform().daemon().name("halt").start(RegistryLauncher::haltAfterGrace);
        System.exit(0);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(Duration.ofMillis(Integer.getInteger(GRACE_PROPERTY, DEFAULT_GRACE_MILLIS)));
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if so, it is time.
        }
        Runtime.getRuntime().halt(1);
    }
}
