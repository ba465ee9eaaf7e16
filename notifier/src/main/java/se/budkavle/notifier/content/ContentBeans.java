package se.budkavle.notifier.content;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.content.ConfiguredKeyWrap;
import se.budkavle.schemas.content.ContentKeyReader;
import se.budkavle.schemas.content.KeyWrap;

/** Where data keys are read and unwrapped. Who has a key management service puts it in place of {@link #keyWrap}. */
@Factory
final class ContentBeans {

    private static final String ADMIN = "content-keys";

    @Named(ADMIN)
    @Bean(preDestroy = "close")
    @Singleton
    Admin admin(KafkaSettings kafka, ContentSettings settings) {
        Map<String, Object> properties = kafka.clientProperties();
        int millis = Math.toIntExact(settings.timeout().toMillis());
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "budkavle-content-keys");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        return Admin.create(properties);
    }

    @Singleton
    ContentKeyReader contentKeyReader(
            KafkaSettings kafka, AvroSerdes serdes, @Named(ADMIN) Admin admin, ContentSettings settings) {
        return new ContentKeyReader(kafka, serdes, admin, settings.timeout());
    }

    /** Nothing is wrapped here. */
    @Singleton
    KeyWrap keyWrap(SecretBox box) {
        return new ConfiguredKeyWrap(box, "");
    }
}
