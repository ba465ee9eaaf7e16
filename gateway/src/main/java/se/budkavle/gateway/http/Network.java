package se.budkavle.gateway.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses of one network, such as {@code 10.1.2.0/24} or {@code fd00::/8}. */
record Network(IpSubnetFilterRule rule) {

    /**
     * Reads one; names are not looked up.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        int end = slash < 0 ? text.length() : slash;
        try {
            var address = InetAddress.ofLiteral(text.substring(0, end));
            // 10.1/16 would be 10.0.0.1: what is short is refused.
            if (address instanceof Inet4Address && !address.getHostAddress().equals(text.substring(0, end))) {
                throw new IllegalArgumentException("four numbers are needed");
            }
            int prefix = slash < 0 ? 8 * address.getAddress().length : Integer.parseInt(text.substring(slash + 1));
            return new Network(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "budkavle.gateway.proxies.trusted must be networks such as 10.1.2.0/24, not " + text, e);
        }
    }

    boolean has(InetSocketAddress address) {
        return rule.matches(address);
    }
}
