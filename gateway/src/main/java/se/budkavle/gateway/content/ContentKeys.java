package se.budkavle.gateway.content;

import io.micronaut.scheduling.TaskExecutors;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.schemas.Shallow;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.avro.Encryption;
import se.budkavle.schemas.avro.Message;
import se.budkavle.schemas.content.ContentCipher;
import se.budkavle.schemas.content.ContentKeyReader;
import se.budkavle.schemas.content.KeyWrap;
import se.budkavle.schemas.content.StoredKey;

/** Encrypts the content of what is accepted, for where it lies. */
@Singleton
public final class ContentKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ContentKeys.class);

    private final boolean on;
    private final ContentKeyReader reader;
    private final SealingKeys keys;

    ContentKeys(
            AtRestSettings settings,
            ContentKeyReader reader,
            KeyLog log,
            KeyWrap wrap,
            KeyEndings endings,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.on = settings.isOn();
        this.reader = reader;
        this.keys = new SealingKeys(reader.copy(), log, wrap, settings.organisations(), blocking);
        // Before anything is read: what was revived while nobody ran is told only then.
        reader.listen((keyId, change) -> {
            switch (change) {
                case DESTROYED -> forget(keyId);
                case REVIVED -> endings.revived(keyId);
                case TAKEN -> {}
            }
        });
    }

    private void forget(String keyId) {
        var key = reader.copy().key(keyId);
        if (key != null) {
            keys.forget(key.organisation(), StoredKey.dayOf(keyId));
        }
    }

    /** Begins to read the keys, and says so where none are used. */
    public void start() {
        if (!on) {
            LOG.warn(
                    "content is stored as it comes: budkavle.gateway.at-rest.seal-with names no key to encrypt it with");
        }
        reader.start();
    }

    /** {@return whether all keys are read that were there at the start} */
    public boolean isLoaded() {
        return reader.isLoaded();
    }

    /**
     * {@return the message with its content encrypted; empty: no key is confirmed, and it must not be accepted}
     *
     * <p>Waits for Kafka at the first message of an organisation's day.
     */
    public Optional<Message> seal(Message message) {
        var content = message.getContent();
        if (!on || content == null) {
            return Optional.of(message);
        }
        var day = message.getAcceptedAt().atZone(ZoneOffset.UTC).toLocalDate();
        return keys.of(message.getOrganisation(), day).map(key -> encrypted(message, content, key));
    }

    private static Message encrypted(Message message, ByteBuffer content, SealingKeys.Sealing key) {
        var binding = new ContentCipher.Binding(key.id(), message.getOrganisation(), message.getMessageId());
        var info = Shallow.copy(message.getContentInfo(), new ContentRef());
        info.put("encryption", info.getEncryption() == Encryption.JWE ? Encryption.JWE_AT_REST : Encryption.AT_REST);
        info.put("keyId", key.id());
        var sealed = Shallow.copy(message, new Message());
        sealed.put("contentInfo", info);
        try {
            sealed.put("content", ContentCipher.seal(key.key(), binding, content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-256-GCM", e);
        }
        return sealed;
    }

    /** Ends reading. */
    @PreDestroy
    void close() {
        reader.close();
    }
}
