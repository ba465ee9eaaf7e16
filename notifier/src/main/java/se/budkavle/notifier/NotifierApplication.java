package se.budkavle.notifier;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import se.budkavle.notifier.content.ContentKeysHere;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.ServiceLog;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.TopicsAndSchemas;

/** Starts the notifier: mailbox, views, feed, health and dispatcher in one process, each of them switchable. */
public final class NotifierApplication {

    private NotifierApplication() {}

    /** Starts with configuration from {@code notifier/application.yml}, environment and system properties. */
    public static void main(String[] arguments) {
        ServiceLog.useDefault();
        ApplicationContext context = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "notifier-shutdown"));
    }

    /**
     * Starts the notifier; the applications run, or restore, when this returns.
     *
     * @param properties configuration that goes before everything else
     * @return the running context; closing it stops everything
     */
    public static ApplicationContext start(Map<String, Object> properties) {
        Map<String, Object> configuration = new HashMap<>(properties);
        configuration.put("budkavle.service", "notifier");
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations("classpath:notifier/")
                .properties(configuration)
                .banner(false)
                .start();
        try {
            KafkaSettings kafka = context.getBean(KafkaSettings.class);
            TopicsAndSchemas.ensure(kafka, context.getBean(TopicOptions.class));
            context.getBean(ContentKeysHere.class).start();
            // The applications start with the server: its port is part of what they tell each other.
            context.getBean(EmbeddedServer.class).start();
            return context;
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }
}
