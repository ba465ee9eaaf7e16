package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPolicyTest {

    private static final TargetPolicy STRICT = new TargetPolicy(false, false);
    private static final TargetPolicy LOCAL = new TargetPolicy(true, false);
    private static final TargetPolicy INTRANET = new TargetPolicy(false, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.8.8.8",
                "127.9.9.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::1",
                "2002:808:808::",
                "3fff::1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void refuses(String address) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.0.1",
                "172.32.0.1",
                "93.184.215.14",
                "193.10.1.1",
                "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
                "::ffff:8.8.8.8",
                "2a00:801::1",
                "64:ff9b::8.8.8.8"
            })
    void allows(String address) {
        assertThat(STRICT.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "::ffff:127.0.0.1"})
    void allowsLoopbackWhereConfigured(String address) {
        assertThat(LOCAL.allows(InetAddress.ofLiteral(address))).isTrue();
        assertThat(INTRANET.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "192.168.0.1", "fd00::1"})
    void allowsPrivateWhereConfigured(String address) {
        assertThat(INTRANET.allows(InetAddress.ofLiteral(address))).isTrue();
        assertThat(LOCAL.allows(InetAddress.ofLiteral(address))).isFalse();
    }

    /** What Java itself knows to be special is never allowed. */
    @Property
    void agreesWithJava(@ForAll @Size(4) byte[] bytes) throws java.net.UnknownHostException {
        InetAddress address = InetAddress.getByAddress(bytes);
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            assertThat(STRICT.allows(address)).isFalse();
        }
    }
}
