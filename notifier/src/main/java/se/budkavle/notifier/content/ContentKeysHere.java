package se.budkavle.notifier.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.crypto.SecretKey;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import se.budkavle.notifier.content.Fetched.Found;
import se.budkavle.notifier.content.Fetched.Missing;
import se.budkavle.notifier.content.Fetched.Unavailable;
import se.budkavle.schemas.avro.ContentRef;
import se.budkavle.schemas.content.ContentCipher;
import se.budkavle.schemas.content.ContentKeyReader;
import se.budkavle.schemas.content.KeyWrap;
import se.budkavle.schemas.content.StoredKey;

/** The keys of content at rest: unwrapped where they are needed, and gone the moment they are destroyed. */
@Singleton
public class ContentKeysHere {

    private static final Logger LOG = LoggerFactory.getLogger(ContentKeysHere.class);
    private static final Duration UNUSED = Duration.ofHours(1);

    private final ContentKeyReader reader;
    private final KeyWrap wrap;
    private final Cache<String, SecretKey> unwrapped;

    /** Reads nothing before it is started. */
    public ContentKeysHere(ContentKeyReader reader, KeyWrap wrap, ContentSettings settings) {
        this.reader = reader;
        this.wrap = wrap;
        this.unwrapped = Caffeine.newBuilder()
                .maximumSize(settings.keys())
                .expireAfterAccess(UNUSED)
                .build();
        reader.listen((keyId, change) -> {
            StoredKey key = reader.copy().key(keyId);
            if (key == null || key.wrapped() == null) {
                unwrapped.invalidate(keyId);
            }
        });
    }

    /** Begins to read the keys. */
    public void start() {
        reader.start();
    }

    /** Whether content was encrypted with a key that is known to be destroyed. */
    public boolean isDestroyed(ContentRef reference) {
        String keyId = reference.getKeyId();
        if (keyId == null) {
            return false;
        }
        try {
            StoredKey key = reader.copy().key(keyId);
            return key != null && key.wrapped() == null;
        } catch (SerializationException e) {
            return false;
        }
    }

    /** The key of that id. */
    Fetched<SecretKey> key(@Nullable String keyId) {
        if (keyId == null) {
            return new Missing<>();
        }
        try {
            return switch (reader.find(keyId)) {
                case ContentKeyReader.Found.Live(StoredKey key, KeyWrap.Wrapped wrapped) -> unwrapped(key, wrapped);
                case ContentKeyReader.Found.Gone() -> new Missing<>();
                case ContentKeyReader.Found.Unknown() -> new Unavailable<>();
            };
        } catch (SerializationException e) {
            return new Missing<>();
        }
    }

    private Fetched<SecretKey> unwrapped(StoredKey key, KeyWrap.Wrapped wrapped) {
        SecretKey known = unwrapped.getIfPresent(key.keyId());
        if (known != null) {
            return new Found<>(known);
        }
        try {
            SecretKey made = ContentCipher.key(wrap.unwrap(key.keyId(), wrapped));
            unwrapped.put(key.keyId(), made);
            return new Found<>(made);
        } catch (GeneralSecurityException e) {
            // The content is there: who runs this can give the key that lacks.
            LOG.atError()
                    .addKeyValue("keyId", key.keyId())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("a content key cannot be unwrapped: budkavle.secrets.keys lacks the key that wrapped it");
            return new Unavailable<>();
        }
    }

    /** Ends reading. */
    @PreDestroy
    void close() {
        reader.close();
    }
}
