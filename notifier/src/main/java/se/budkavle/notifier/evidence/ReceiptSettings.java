package se.budkavle.notifier.evidence;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How receipts are signed.
 *
 * @param issuer who says so, in every receipt: the public address of the gateway
 * @param signingKey file with the private key that signs (JWK); null: receipts are not signed
 * @param alsoPublished files with keys that are published beside it (JWK or sets of them): such as signed before, or will
 * @param atOnce signatures that are made at the same time: as many processors at most are taken from the rest
 * @param remembered signatures that are kept in memory, about 1.5 kB each: who asks again gets those
 */
@ConfigurationProperties("budkavle.notifier.receipts")
public record ReceiptSettings(
        @Bindable(defaultValue = "budkavle") String issuer,
        @Nullable Path signingKey,
        @Nullable List<Path> alsoPublished,
        @Bindable(defaultValue = "1") int atOnce,
        @Bindable(defaultValue = "10000") int remembered) {

    /** Validates. */
    public ReceiptSettings {
        if (issuer.isBlank()) {
            throw new IllegalArgumentException("budkavle.notifier.receipts.issuer must not be empty");
        }
        if (atOnce < 1 || remembered < 0) {
            throw new IllegalArgumentException(
                    "budkavle.notifier.receipts.at-once must be at least 1 and .remembered 0, not " + atOnce + " and "
                            + remembered);
        }
        alsoPublished = alsoPublished == null ? List.of() : List.copyOf(alsoPublished);
    }

    /** The files with other keys. */
    List<Path> others() {
        return alsoPublished == null ? List.of() : alsoPublished;
    }
}
