package se.budkavle.chaos.load;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Clients that go away in the middle of a message. Nothing of it may come to anybody. */
public final class HalfSent {

    private static final int TIMES = 20;

    private final List<URI> doors;
    private final String token;
    private final String recipient;

    /** @param recipient who would be found, were the messages whole */
    public HalfSent(List<URI> doors, String token, String recipient) {
        this.doors = List.copyOf(doors);
        this.token = token;
        this.recipient = recipient;
    }

    /** Sends some to every door that is open. */
    public void send() throws IOException {
        for (URI door : doors) {
            try {
                for (int i = 0; i < TIMES; i++) {
                    sendHalf(door, i);
                }
            } catch (SocketException shut) {
                // Whoever is behind it was struck as well.
            }
        }
    }

    private void sendHalf(URI door, int number) throws IOException {
        String body = """
                {"recipients": ["%s"], "type": "urn:example:chaos:note", "contentType": "text/plain", "contentText": "%s %s"}""".formatted(recipient, Draft.MARK, "x".repeat(2_000));
        String head = """
                POST /v1/messages HTTP/1.1\r
                Host: %s\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Idempotency-Key: half/%d\r
                Content-Length: %d\r
                \r
                """.formatted(door.getAuthority(), token, number, body.length());
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            var out = socket.getOutputStream();
            out.write((head + body.substring(0, body.length() / 2)).getBytes(StandardCharsets.UTF_8));
            out.flush();
            // Every other one is reset rather than closed.
            socket.setSoLinger(number % 2 == 0, 0);
        }
    }
}
