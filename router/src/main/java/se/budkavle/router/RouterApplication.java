package se.budkavle.router;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.HashMap;
import java.util.Map;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.ServiceLog;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.TopicsAndSchemas;

/** Starts the router: a Kafka Streams application, and beside it health and metrics over HTTP. */
public final class RouterApplication {

    private RouterApplication() {}

    /** Starts with configuration from {@code router/application.yml}, environment and system properties. */
    public static void main(String[] arguments) {
        ServiceLog.useDefault();
        ApplicationContext context = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "router-shutdown"));
    }

    /**
     * Starts the router; its copies of the registries are whole when this returns, its own state may still be restored.
     *
     * @param properties configuration that goes before everything else
     * @return the running context; closing it stops everything
     */
    public static ApplicationContext start(Map<String, Object> properties) {
        Map<String, Object> configuration = new HashMap<>(properties);
        configuration.put("budkavle.service", "router");
        ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .overrideConfigLocations("classpath:router/")
                .properties(configuration)
                .banner(false)
                .start();
        try {
            KafkaSettings kafka = context.getBean(KafkaSettings.class);
            TopicsAndSchemas.ensure(kafka, context.getBean(TopicOptions.class));
            // Liveness answers while the state is restored.
            context.getBean(EmbeddedServer.class).start();
            context.getBean(RouterStreams.class).start();
            return context;
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }
}
