package se.budkavle.gateway.content;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import se.budkavle.gateway.kafka.RecordSender;
import se.budkavle.gateway.kafka.Sending;
import se.budkavle.schemas.AvroSerdes;
import se.budkavle.schemas.KafkaSettings;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.Topics;
import se.budkavle.schemas.content.ConfiguredKeyWrap;
import se.budkavle.schemas.content.ContentKeyReader;
import se.budkavle.schemas.content.KeyWrap;

/** Where data keys are read, written and wrapped. Who has a key management service puts it in place of {@link #keyWrap}. */
@Factory
final class ContentBeans {

    @Singleton
    ContentKeyReader contentKeyReader(KafkaSettings kafka, AvroSerdes serdes, Admin admin, AtRestSettings settings) {
        return new ContentKeyReader(kafka, serdes, admin, settings.catchUp());
    }

    @Singleton
    KeyLog keyLog(RecordSender sender) {
        return (keyId, value) -> value == null
                ? sender.forget(Topics.CONTENT_KEYS, keyId) instanceof Sending.Confirmed
                : sender.send(Topics.CONTENT_KEYS, keyId, value, Map.of()) instanceof Sending.Confirmed;
    }

    @Singleton
    KeyEndings keyEndings(ContentKeyReader reader, KeyLog log, KeyWrap wrap, AtRestSettings settings, Clock clock) {
        return new KeyEndings(reader.copy(), reader::catchUp, log, wrap, settings, clock);
    }

    /** @throws IllegalArgumentException where the key to wrap with is not there */
    @Singleton
    KeyWrap keyWrap(AtRestSettings settings, SecretBox box) {
        if (settings.isOn()) {
            try {
                box.seal(settings.sealWith(), "", new byte[0]);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "budkavle.gateway.at-rest.seal-with must be an id of budkavle.secrets.keys", e);
            }
        }
        return new ConfiguredKeyWrap(box, settings.sealWith());
    }
}
