package se.budkavle.local;

/** What the gateway is told of the local identity provider, and what that provider writes into its tokens. */
public final class LocalIdentity {

    /** The {@code iss} of local tokens; the same on every port, so that a token survives a restart on another one. */
    public static final String ISSUER = "urn:budkavle:local";

    /** Where its public keys are: on the gateway itself. */
    public static final String JWKS_PATH = "/dev/jwks";

    private LocalIdentity() {}
}
