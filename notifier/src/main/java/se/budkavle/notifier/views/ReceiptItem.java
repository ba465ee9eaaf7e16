package se.budkavle.notifier.views;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.ReceiptClaims;

/**
 * A receipt, in the form of the public API.
 *
 * @param receipt what it says
 * @param digest digest of that: what the next one of its chain names
 * @param jws the same, signed; null: it is not signed
 */
record ReceiptItem(
        @JsonRawValue String receipt,
        String digest,
        @Nullable String jws) {

    static ReceiptItem of(ReceiptClaims claims, @Nullable String jws) {
        return new ReceiptItem(claims.json(), claims.digest(), jws);
    }
}
