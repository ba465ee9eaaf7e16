package se.budkavle.notifier.dispatcher;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import se.budkavle.schemas.SecretBox;

/** What the dispatcher needs of the installation. */
@Factory
final class DispatcherBeans {

    /** {@code budkavle.secrets.keys}; ids are taken as they are written. */
    @Singleton
    SecretBox secretBox(Environment environment) {
        Map<String, String> keys = new HashMap<>();
        environment
                .getProperties("budkavle.secrets.keys", StringConvention.RAW)
                .forEach((id, key) -> keys.put(id, key.toString()));
        return SecretBox.of(keys);
    }
}
