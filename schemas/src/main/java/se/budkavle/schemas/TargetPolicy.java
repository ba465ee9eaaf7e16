package se.budkavle.schemas;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses webhooks may be pushed to: public unicast addresses, and others as far as configuration allows. The
 * gateway asks when a webhook is registered, the dispatcher at every connect, as names change. Follows IANA's
 * special-purpose address registries (<a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890</a>).
 *
 * @param allowLoopback whether loopback addresses may
 * @param allowPrivate whether private (RFC 1918) and unique local (RFC 4193) addresses may
 */
public record TargetPolicy(boolean allowLoopback, boolean allowPrivate) {

    private record Network(InetAddress address, int bits) {

        static Network of(String cidr) {
            String[] parts = cidr.split("/", 2);
            return new Network(InetAddress.ofLiteral(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean contains(byte[] other) {
            byte[] own = address.getAddress();
            if (other.length != own.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Network> LOOPBACK = networks("127.0.0.0/8", "::1/128");

    private static final List<Network> PRIVATE = networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

    /** Not public: this network, shared, link-local, protocols, documentation, benchmarks, 6to4, multicast, reserved. */
    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** The only public unicast addresses of IPv6. */
    private static final Network GLOBAL_IPV6 = Network.of("2000::/3");

    /** IPv4 inside IPv6, for translators (RFC 6052). */
    private static final Network TRANSLATED = Network.of("64:ff9b::/96");

    private static List<Network> networks(String... cidrs) {
        return Arrays.stream(cidrs).map(Network::of).toList();
    }

    /** {@return whether an address may be pushed to; one with an IPv4 address inside is judged by that} */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address && TRANSLATED.contains(bytes)) {
            return allows(embedded(bytes));
        }
        if (in(LOOPBACK, bytes)) {
            return allowLoopback;
        }
        if (in(PRIVATE, bytes)) {
            return allowPrivate;
        }
        return !in(SPECIAL, bytes) && (address instanceof Inet4Address || GLOBAL_IPV6.contains(bytes));
    }

    private static InetAddress embedded(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, bytes.length - Integer.BYTES, bytes.length));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean in(List<Network> networks, byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }
}
