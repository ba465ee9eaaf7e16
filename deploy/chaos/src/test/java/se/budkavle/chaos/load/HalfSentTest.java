package se.budkavle.chaos.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HalfSentTest {

    @Test
    void whereADoorIsShutTheOthersAreTried() throws Exception {
        try (ServerSocket open = door()) {
            URI shut;
            try (ServerSocket closing = door()) {
                shut = uri(closing);
            }
            var first = CompletableFuture.supplyAsync(() -> firstOf(open));

            new HalfSent(List.of(shut, uri(open)), "token", "somebody").send();

            assertThat(first.get())
                    .startsWith("POST /v1/messages HTTP/1.1\r\n")
                    .contains("\"somebody\"")
                    .doesNotEndWith("}");
        }
    }

    private static ServerSocket door() throws IOException {
        return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    }

    private static URI uri(ServerSocket door) {
        return URI.create("http://" + door.getInetAddress().getHostAddress() + ":" + door.getLocalPort());
    }

    /** All that the first client sends that does not reset its connection. */
    private static String firstOf(ServerSocket door) {
        while (!door.isClosed()) {
            try (Socket client = door.accept()) {
                return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (SocketException reset) {
                // The next one is closed as usual.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "";
    }
}
