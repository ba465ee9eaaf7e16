package se.budkavle.gateway.schema;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Configuration {@code budkavle.gateway.schemas}: how much the schemas of event types may cost.
 *
 * @param maxCompiled most compiled schemas that are remembered
 * @param maxSteps most steps of holding one event's data, or a new schema, against its schema
 */
@ConfigurationProperties("budkavle.gateway.schemas")
public record SchemaSettings(int maxCompiled, long maxSteps) {

    /** Validates. */
    public SchemaSettings {
        if (maxCompiled < 1) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.schemas.max-compiled must be at least 1, not " + maxCompiled);
        }
        if (maxSteps < 1000) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.schemas.max-steps must be at least 1000, not " + maxSteps);
        }
    }
}
