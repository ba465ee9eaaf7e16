package se.budkavle.gateway.content;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.SecretBox;
import se.budkavle.schemas.avro.ContentKey;
import se.budkavle.schemas.content.ContentKeyCopy;

/** A topic of keys that a copy follows at once, unless it is away. */
final class Log implements KeyLog {

    static final SecretBox BOX = SecretBox.of(Map.of("old", key(1), "new", key(2)));

    /** A record. */
    record Written(String keyId, @Nullable ContentKey value) {}

    final ContentKeyCopy copy = new ContentKeyCopy();
    final List<Written> written = new ArrayList<>();
    boolean isAway;

    private static String key(int each) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) each);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean write(String keyId, @Nullable ContentKey value) {
        if (isAway) {
            return false;
        }
        written.add(new Written(keyId, value));
        copy.put(keyId, value);
        return true;
    }
}
