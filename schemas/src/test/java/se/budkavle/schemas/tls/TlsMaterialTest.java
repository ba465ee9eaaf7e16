package se.budkavle.schemas.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which files are taken up, and which would leave a service without a certificate that others can use. */
class TlsMaterialTest {

    private static final X509Bundle AUTHORITY = made(() -> new CertificateBuilder()
            .subject("CN=Authority")
            .setIsCertificateAuthority(true)
            .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
            .buildSelfSigned());
    private static final X509Bundle USABLE = made(() -> template().buildIssuedBy(AUTHORITY));
    private static final X509Bundle ANOTHER = made(() -> template().buildIssuedBy(AUTHORITY));
    private static final Instant NOW =
            USABLE.getCertificate().getNotBefore().toInstant().plus(1, ChronoUnit.HOURS);

    private static CertificateBuilder template() {
        return new CertificateBuilder().subject("CN=localhost").addSanDnsName("localhost");
    }

    private static X509Bundle made(Callable<X509Bundle> making) {
        try {
            return making.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static TlsMaterial examined(String key, String chain) throws UnusableFilesException {
        return TlsMaterial.examined(key.getBytes(US_ASCII), chain.getBytes(US_ASCII), List.of(), NOW);
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void isUsable(Algorithm algorithm) throws Exception {
        var until = NOW.plus(90, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        var bundle = made(() -> template().algorithm(algorithm).notAfter(until).buildIssuedBy(AUTHORITY));
        var text = "Bag Attributes\n  friendlyName: a\n" + bundle.getPrivateKeyPEM();

        var material = examined(text, bundle.getCertificatePEM());

        assertThat(material.until()).isEqualTo(until);
        assertThat(material.keyStore().isKeyEntry("key")).isTrue();
        assertThat(material.toString()).doesNotContain("PRIVATE");
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ecp256", "rsa2048"})
    void aChainHoldsAsLongAsTheShortestOfIt(Algorithm algorithm) throws Exception {
        var until = NOW.plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        var between = made(() -> template()
                .algorithm(algorithm)
                .notAfter(until)
                .setIsCertificateAuthority(true)
                .buildIssuedBy(AUTHORITY));
        var bundle = made(() -> template().buildIssuedBy(between));

        var material = examined(bundle.getPrivateKeyPEM(), bundle.getCertificatePathPEM());

        assertThat(material.chain().size()).isGreaterThan(1);
        assertThat(material.until()).isEqualTo(until);
    }

    static Stream<Arguments> unusable() {
        var key = USABLE.getPrivateKeyPEM();
        var certificate = USABLE.getCertificatePEM();
        var expired =
                made(() -> template().notAfter(NOW.minus(1, ChronoUnit.SECONDS)).buildIssuedBy(AUTHORITY));
        var later =
                made(() -> template().notBefore(NOW.plus(1, ChronoUnit.HOURS)).buildIssuedBy(AUTHORITY));
        var rsa = made(() -> template().rsa2048().buildIssuedBy(AUTHORITY));
        return Stream.of(
                arguments("nothing", "", "", "no certificate"),
                arguments("no certificate", key, "", "no certificate"),
                arguments("a key for a certificate", key, key, "certificate"),
                arguments("half a certificate", key, certificate.substring(0, certificate.length() / 2), "none"),
                arguments("no base64", key, certificate.replaceFirst("M", "%"), "none"),
                arguments("no key", "", certificate, "PKCS#8"),
                arguments("half a key", key.substring(0, key.length() / 2), certificate, "PKCS#8"),
                arguments("a key as PKCS#1", key.replace("PRIVATE", "RSA PRIVATE"), certificate, "PKCS#8"),
                arguments("an encrypted key", key.replace("PRIVATE", "ENCRYPTED PRIVATE"), certificate, "PKCS#8"),
                arguments("a changed key", key.replaceFirst("\nM..", "\nMAA"), certificate, "kind"),
                arguments("another's key", ANOTHER.getPrivateKeyPEM(), certificate, "not the certificate's"),
                arguments("a key of another kind", rsa.getPrivateKeyPEM(), certificate, "kind"),
                arguments("expired", expired.getPrivateKeyPEM(), expired.getCertificatePEM(), "expired"),
                arguments("not yet", later.getPrivateKeyPEM(), later.getCertificatePEM(), "not hold yet"),
                arguments("the chain backwards", key, certificate + ANOTHER.getCertificatePEM(), "order"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void isNotTakenUp(String name, String key, String chain, String why) {
        assertThatThrownBy(() -> examined(key, chain))
                .isInstanceOf(UnusableFilesException.class)
                .hasMessageContaining(why);
    }
}
