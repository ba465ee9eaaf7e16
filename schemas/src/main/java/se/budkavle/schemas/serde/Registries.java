package se.budkavle.schemas.serde;

import java.util.Map;

/** Finds the registry a serde is configured with. */
final class Registries {

    private Registries() {}

    static SchemaRegistry of(Map<String, ?> configuration) {
        if (configuration.get(SchemaRegistry.INSTANCE) instanceof SchemaRegistry instance) {
            return instance;
        }
        Object url = configuration.get(SchemaRegistry.URL);
        if (url == null || url.toString().isBlank()) {
            throw new IllegalArgumentException(SchemaRegistry.URL + " is not set");
        }
        return HttpSchemaRegistry.at(url.toString(), configuration);
    }
}
