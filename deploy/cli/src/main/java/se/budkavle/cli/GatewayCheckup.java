package se.budkavle.cli;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** Looks at a gateway from outside: whether it is ready, what its clock says, until when its certificate holds. */
final class GatewayCheckup {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Times of tokens and releases are compared with it; a {@code Date} has whole seconds. */
    private static final Duration SKEW = Duration.ofSeconds(3);

    private static final Duration RENEWAL = Duration.ofDays(30);
    private static final int HTTPS = 443;

    private final URI url;
    private final Clock clock;

    GatewayCheckup(URI url, Clock clock) {
        this.url = url;
        this.clock = clock;
    }

    List<Check> checks() throws InterruptedException {
        try (var client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            var answer = client.send(request("/health/readiness"), HttpResponse.BodyHandlers.discarding());
            List<Check> checks = new ArrayList<>();
            checks.add(
                    answer.statusCode() == 200
                            ? Check.ok("gateway", "ready at " + url)
                            : Check.fail("gateway", "not ready at " + url + " (" + answer.statusCode() + ")"));
            checks.add(receipts(client.send(request("/.well-known/jwks.json"), HttpResponse.BodyHandlers.ofString())));
            answer.headers().firstValue("Date").ifPresent(date -> checks.add(clock(date)));
            if (answer.sslSession().isPresent()) {
                var session = answer.sslSession().get();
                checks.add(certificate(session.getPeerCertificates()));
            }
            return checks;
        } catch (SSLPeerUnverifiedException e) {
            return List.of(Check.fail("certificate", "the gateway shows none"));
        } catch (SSLException e) {
            return List.of(refused());
        } catch (IOException e) {
            return List.of(Check.fail(
                    "gateway", "nothing answers at " + url + ": " + e.getClass().getSimpleName()));
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + path))
                .timeout(TIMEOUT)
                .build();
    }

    private static Check receipts(HttpResponse<String> keys) {
        if (keys.statusCode() != 200) {
            return Check.warn("receipts", "their keys are not published (" + keys.statusCode() + ")");
        }
        return keys.body().contains("\"kid\"")
                ? Check.ok("receipts", "signed, and the keys are published")
                : Check.warn("receipts", "not signed: the notifiers have no budkavle.notifier.receipts.signing-key");
    }

    private Check clock(String date) {
        Instant theirs;
        try {
            theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException e) {
            return Check.warn("clock", "the gateway's Date is none");
        }
        Duration skew = Duration.between(theirs, clock.instant()).abs();
        return skew.compareTo(SKEW) > 0
                ? Check.fail("clock", "the gateway's differs from this machine's by " + skew.toSeconds() + " s")
                : Check.ok("clock", "the gateway's is this machine's");
    }

    /** Why a certificate was not taken: looked at over a connection of its own, over which nothing is sent. */
    private Check refused() {
        try (var socket = anyCertificate().getSocketFactory().createSocket()) {
            int port = url.getPort() < 0 ? HTTPS : url.getPort();
            socket.connect(new InetSocketAddress(url.getHost(), port), (int) TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            var session = ((SSLSocket) socket).getSession();
            var seen = certificate(session.getPeerCertificates());
            return seen.state() == Check.State.FAIL
                    ? seen
                    : Check.fail(
                            "certificate",
                            "not one that this machine trusts (javax.net.ssl.trustStore) for " + url.getHost() + "; "
                                    + seen.detail());
        } catch (IOException | GeneralSecurityException e) {
            return Check.fail("certificate", "no TLS connection to " + url);
        }
    }

    private static SSLContext anyCertificate() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        return context;
    }

    private Check certificate(Certificate[] chain) {
        Instant end = Stream.of(chain)
                .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
        Duration left = Duration.between(clock.instant(), end);
        String text = "holds until " + end;
        return left.isNegative()
                ? Check.fail("certificate", "held until " + end)
                : left.compareTo(RENEWAL) < 0 ? Check.warn("certificate", text) : Check.ok("certificate", text);
    }
}
