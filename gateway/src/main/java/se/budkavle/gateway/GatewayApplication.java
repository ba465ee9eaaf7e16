package se.budkavle.gateway;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.util.HashMap;
import java.util.Map;
import se.budkavle.gateway.content.ContentKeys;
import se.budkavle.gateway.kafka.CommandClient;
import se.budkavle.gateway.quota.OpenDeliveries;
import se.budkavle.gateway.registry.Registry;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.ServiceLog;
import se.budkavle.schemas.TopicOptions;
import se.budkavle.schemas.TopicsAndSchemas;

/** The gateway: the one public HTTP door. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Budkavle",
                        version = "1",
                        description =
                                "Messages between agencies. Errors are RFC 9457 problems, explained at /docs/problems."),
        security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(
        name = "bearer",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "JWT",
        description =
                "An access token of a trusted issuer. One that is bound to a client's certificate (RFC 8705, x5t#S256) "
                        + "holds only on connections where that certificate was shown.")
public final class GatewayApplication {

    private GatewayApplication() {}

    /** Starts the gateway with what {@code gateway/application.yml}, system properties and the environment say. */
    public static void main(String[] args) {
        ServiceLog.useDefault();
        var context = start(Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "shutdown"));
    }

    /**
     * Starts a gateway.
     *
     * @param properties what shall differ from {@code gateway/application.yml}
     * @return its context, to be closed; the server is up, and ready as soon as the registries are read
     */
    public static ApplicationContext start(Map<String, Object> properties) {
        var context = context(properties);
        try {
            var kafka = context.getBean(KafkaSettings.class);
            TopicsAndSchemas.ensure(kafka, context.getBean(TopicOptions.class));
            context.getBean(Registry.class).start();
            context.getBean(ContentKeys.class).start();
            context.getBean(CommandClient.class).start();
            context.getBean(OpenDeliveries.class).start();
            context.getBean(EmbeddedServer.class).start();
            return context;
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    /** Makes the beans alone: nothing that needs Kafka or a port is started. */
    public static ApplicationContext context(Map<String, Object> properties) {
        var all = new HashMap<>(properties);
        all.put("budkavle.service", "gateway");
        return ApplicationContext.builder()
                .mainClass(GatewayApplication.class)
                .overrideConfigLocations("classpath:gateway/")
                .properties(all)
                .banner(false)
                .start();
    }
}
