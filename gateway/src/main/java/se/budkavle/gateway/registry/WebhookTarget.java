package se.budkavle.gateway.registry;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import se.budkavle.gateway.problem.Issue;

/**
 * Whether a webhook may go to a URL: http or https, no user, resolvable, and every address of its host public. The
 * dispatcher checks again at every connect, as names change.
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
    private final boolean allowLoopback;

    /**
     * Sets the rules.
     *
     * @param allowLoopback whether this machine is a target too (local mode)
     */
    public WebhookTarget(Resolver resolver, boolean allowLoopback) {
        this.resolver = resolver;
        this.allowLoopback = allowLoopback;
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
            return addresses.isEmpty() || !addresses.stream().allMatch(this::isAllowed)
                    ? new Issue(pointer, "target-not-allowed", "The host has an address that is not public.")
                    : null;
        } catch (UnknownHostException e) {
            return new Issue(pointer, "unresolvable", "The host cannot be resolved.");
        }
    }

    private boolean isAllowed(InetAddress address) {
        return address.isLoopbackAddress() ? allowLoopback : isPublic(address);
    }

    /** {@return whether the address is one of the public internet (IANA's special-purpose registries)} */
    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic4(v4.getAddress());
            case Inet6Address v6 -> isPublic6(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] a) {
        int first = a[0] & 0xff;
        int second = a[1] & 0xff;
        int third = a[2] & 0xff;
        return !(first == 0
                || first >= 240
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 198 && (second == 18 || second == 19 || (second == 51 && third == 100)))
                || (first == 203 && second == 0 && third == 113));
    }

    /** Only 2000::/3 is global unicast; what carries an IPv4 address inside is judged by that. */
    private static boolean isPublic6(byte[] a) {
        var embedded = embedded4(a);
        if (embedded != null) {
            return isPublic(embedded);
        }
        boolean documentation = (a[0] & 0xff) == 0x20 && a[1] == 0x01 && (a[2] & 0xff) == 0x0d && (a[3] & 0xff) == 0xb8;
        boolean teredo = (a[0] & 0xff) == 0x20 && a[1] == 0x01 && a[2] == 0 && a[3] == 0;
        return (a[0] & 0xe0) == 0x20 && !documentation && !teredo;
    }

    private static @Nullable InetAddress embedded4(byte[] a) {
        // 6to4 (2002::/16) and NAT64 (64:ff9b::/96); mapped ones (::ffff:0:0/96) are IPv4 to Java already.
        if ((a[0] & 0xff) == 0x20 && a[1] == 0x02) {
            return inet4(List.of(a[2], a[3], a[4], a[5]));
        }
        boolean nat64 = a[0] == 0 && a[1] == 0x64 && (a[2] & 0xff) == 0xff && (a[3] & 0xff) == 0x9b;
        return nat64 ? inet4(List.of(a[12], a[13], a[14], a[15])) : null;
    }

    private static InetAddress inet4(List<Byte> bytes) {
        try {
            return InetAddress.getByAddress(new byte[] {bytes.get(0), bytes.get(1), bytes.get(2), bytes.get(3)});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }
}
