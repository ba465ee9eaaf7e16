package se.budkavle.schemas;

/**
 * What a service logs where nobody says otherwise. Logback without a configuration logs everything at DEBUG, and libraries that
 * carry content are talkative there.
 */
public final class ServiceLog {

    private static final String CONFIGURATION = "logback.configurationFile";
    private static final String OF_THE_CLASS_PATH = "/logback.xml";
    private static final String DEFAULT = "service-logback.xml";

    private ServiceLog() {}

    /** To be called before anything logs. The property, or a {@code logback.xml} on the class path, go before it. */
    public static void useDefault() {
        if (System.getProperty(CONFIGURATION) == null && ServiceLog.class.getResource(OF_THE_CLASS_PATH) == null) {
            System.setProperty(CONFIGURATION, DEFAULT);
        }
    }
}
