package se.budkavle.gateway.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.List;
import java.util.stream.Stream;

/**
 * Configuration {@code budkavle.gateway.proxies}: who ends TLS in front of this gateway and tells which certificate the client
 * showed (RFC 9440).
 *
 * @param trusted networks of theirs, such as {@code 10.1.2.0/24}, separated by commas; none: no header is believed
 * @param header the one with the certificate
 */
@ConfigurationProperties("budkavle.gateway.proxies")
public record ProxySettings(String trusted, String header) {

    /** Validates. */
    public ProxySettings {
        if (header.isBlank()) {
            throw new IllegalArgumentException("budkavle.gateway.proxies.header must not be empty");
        }
        networks(trusted);
    }

    List<Network> networks() {
        return networks(trusted);
    }

    private static List<Network> networks(String text) {
        return Stream.of(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .map(Network::parse)
                .toList();
    }
}
