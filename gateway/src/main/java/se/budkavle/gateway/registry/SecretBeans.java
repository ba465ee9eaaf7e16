package se.budkavle.gateway.registry;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.util.HashMap;
import se.budkavle.schemas.SecretBox;

/** Where secrets are kept. */
@Factory
final class SecretBeans {

    /** {@code budkavle.secrets.keys}; ids are taken as they are written. */
    @Singleton
    SecretBox secretBox(Environment environment) {
        var keys = new HashMap<String, String>();
        environment
                .getProperties("budkavle.secrets.keys", StringConvention.RAW)
                .forEach((id, key) -> keys.put(id, key.toString()));
        return SecretBox.of(keys);
    }
}
