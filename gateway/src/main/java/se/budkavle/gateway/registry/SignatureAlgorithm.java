package se.budkavle.gateway.registry;

/** How webhooks are signed, by the names of Standard Webhooks. */
public enum SignatureAlgorithm {
    /** {@code v1}: with a secret that both know. */
    HMAC_SHA256("HMAC-SHA256"),
    /** {@code v1a}: with a key that nobody else has; anybody can verify it with the public one. */
    ED25519("Ed25519");

    private final String stored;

    SignatureAlgorithm(String stored) {
        this.stored = stored;
    }

    /** {@return how a stored secret names it} */
    public String stored() {
        return stored;
    }

    /** {@return the algorithm that a stored secret names} */
    public static SignatureAlgorithm of(String stored) {
        return ED25519.stored.equals(stored) ? ED25519 : HMAC_SHA256;
    }
}
