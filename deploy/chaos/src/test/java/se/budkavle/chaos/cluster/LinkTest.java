package se.budkavle.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A socket at each end. */
@Timeout(60)
class LinkTest {

    private static final int A_MOMENT_MILLIS = 200;

    private ServerSocket server;
    private Link link;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        link = Link.open("near", "far", server.getLocalPort());
        near = new Socket(InetAddress.getLoopbackAddress(), link.port());
        far = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        link.close();
        server.close();
    }

    @Test
    void whatIsSentArrivesBothWays() throws IOException {
        near.getOutputStream().write(1);
        far.getOutputStream().write(2);

        assertThat(far.getInputStream().read()).isEqualTo(1);
        assertThat(near.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void whatIsSentOverACutLinkArrivesWhenItIsHealed() throws IOException {
        link.cut();
        near.getOutputStream().write(1);
        far.setSoTimeout(A_MOMENT_MILLIS);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        link.heal();

        far.setSoTimeout(0);
        assertThat(far.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void whatIsSentOverASlowLinkArrivesLater() throws IOException {
        link.delay(Duration.ofMillis(A_MOMENT_MILLIS));
        long begin = System.nanoTime();

        near.getOutputStream().write(1);

        assertThat(far.getInputStream().read()).isEqualTo(1);
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(A_MOMENT_MILLIS).toNanos());
    }

    @Test
    void theEndOfOneSideIsTheEndOfTheOther() throws IOException {
        near.close();

        assertThat(far.getInputStream().read()).isEqualTo(-1);
    }
}
