package se.budkavle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.netty.pkitesting.CertificateBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** What the doctor says of a gateway's certificate that this machine does not take. */
class GatewayCheckupTest {

    private final Instant now = Instant.now();

    private List<Check> checksOfOneThatHoldsUntil(Instant end) throws Exception {
        var bundle = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .notBefore(now.minus(Duration.ofDays(90)))
                .notAfter(end)
                .buildSelfSigned();
        var password = "test".toCharArray();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(bundle.toKeyStore(password), password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.start();
        try {
            var url = URI.create("https://localhost:" + server.getAddress().getPort());
            return new GatewayCheckup(url, Clock.systemUTC()).checks();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anExpiredCertificateIsNamedAsSuch() throws Exception {
        var end = now.minus(Duration.ofDays(1));

        assertThat(checksOfOneThatHoldsUntil(end)).singleElement().satisfies(check -> {
            assertThat(check.what()).isEqualTo("certificate");
            assertThat(check.state()).isEqualTo(Check.State.FAIL);
            assertThat(check.detail()).startsWith("held until ");
        });
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNotTrustedHereIsNamedAsSuch() throws Exception {
        var end = now.plus(Duration.ofDays(90));

        assertThat(checksOfOneThatHoldsUntil(end)).singleElement().satisfies(check -> {
            assertThat(check.state()).isEqualTo(Check.State.FAIL);
            assertThat(check.detail()).contains("trustStore", "localhost", "holds until ");
        });
    }
}
