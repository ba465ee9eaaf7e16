package se.budkavle.gateway.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;
import se.budkavle.schemas.TargetPolicy;

/**
 * Whether a webhook may go to a URL: http or https, no user, resolvable, and every address of its host one that
 * may be pushed to.
 */
public final class WebhookTarget {

    private static final int LONGEST = 2048;

    /** Resolves a host's name. */
    @FunctionalInterface
    public interface Resolver {
        /**
         * Resolves; blocks.
         *
         * @throws UnknownHostException if it has no address
         */
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final TargetPolicy policy;

    /**
     * Sets the rules.
     *
     * @param policy which addresses may be pushed to
     */
    public WebhookTarget(Resolver resolver, TargetPolicy policy) {
        this.resolver = resolver;
        this.policy = policy;
    }

    /** {@return what is wrong with the URL at that pointer, or null} */
    public @Nullable Issue check(String url, String pointer) {
        if (url.length() > LONGEST) {
            return new Issue(pointer, "too-long", "At most " + LONGEST + " characters.");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return new Issue(pointer, "invalid-uri", "Not a URL.");
        }
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return new Issue(pointer, "not-http", "Must be an http or https URL.");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return new Issue(pointer, "invalid-uri", "Must have a host, and neither a user nor a fragment.");
        }
        try {
            var addresses = Arrays.asList(resolver.resolve(uri.getHost()));
            return addresses.isEmpty() || !addresses.stream().allMatch(policy::allows)
                    ? new Issue(pointer, "target-not-allowed", "The host has an address that is not public.")
                    : null;
        } catch (UnknownHostException e) {
            return new Issue(pointer, "unresolvable", "The host cannot be resolved.");
        }
    }
}
