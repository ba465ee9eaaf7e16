package se.budkavle.notifier.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.budkavle.schemas.avro.Notification;

class NotificationEventTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void aNotificationIsACloudEvent() {
        Notification notification = notification("application/json", "{\"n\":1.10}")
                .setSequence(42L)
                .setReplay(1)
                .setReplayId("r")
                .setAttributes(Map.of("severity", "high"))
                .build();

        assertThat(json(notification)).isEqualTo("""
                        {"specversion":"1.0","id":"event","source":"urn:example","type":"se.example.changed",\
                        "datacontenttype":"application/json","subject":"s","time":"2026-05-01T12:00:00Z",\
                        "severity":"high","sequence":"0000000000000000042",\
                        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",\
                        "replay":1,"replayid":"r","data":{"n":1.10}}""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain                     | C3A5   | \"data\":\"å\"",
                "text/csv; charset=UTF-8        | 22     | \"data\":\"\\\"\"",
                "text/plain;charset=iso-8859-1  | E5     | \"data_base64\":\"5Q==\"",
                "text/plain                     | E5     | \"data_base64\":\"5Q==\"",
                "application/octet-stream       | 61     | \"data_base64\":\"YQ==\""
            })
    void textIsToldAsTextIfItsBytesComeBack(String type, String bytes, String told) {
        Notification notification = notification(type, "")
                .setData(ByteBuffer.wrap(HexFormat.of().parseHex(bytes)))
                .build();

        assertThat(new String(NotificationEvent.json(notification, null), StandardCharsets.UTF_8))
                .contains(told);
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        Notification notification = notification("application/json", "{}")
                .setSubject(null)
                .setData(null)
                .build();

        assertThat(new String(NotificationEvent.json(notification, null), StandardCharsets.UTF_8))
                .doesNotContain("subject", "sequence", "replay", "traceparent", "null");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                 | {\"a\":[1]}",
                "application/json;charset=utf-8   | 1",
                "application/merge+json           | \"text\"",
                "text/plain                       | 1, \"id\":2",
                "application/json-seq             | 1 2"
            })
    void whatIsWhatItSaysCanBeTold(String type, String data) {
        Notification notification = notification(type, data).build();

        assertThatCode(() -> NotificationEvent.requireTellable(notification)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json   | {\"a\":",
                "application/json   | 1, \"id\":2",
                "application/x+json | secret",
                "                   | {} {}"
            })
    void whatOnlyCallsItselfJsonCannot(String type, String data) {
        Notification notification = notification(type, data).build();

        assertThatThrownBy(() -> NotificationEvent.requireTellable(notification))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("secret");
    }

    private static Notification.Builder notification(String type, String data) {
        return Notification.newBuilder()
                .setNotificationId("n")
                .setSubscriptionId("a")
                .setOrganisation("0203:digg.se")
                .setEventId("event")
                .setSource("urn:example")
                .setEventType("se.example.changed")
                .setSubject("s")
                .setTime(NOW)
                .setDataContentType(type)
                .setData(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)))
                .setCreatedAt(NOW)
                .setExpiresAt(NOW.plusSeconds(1));
    }

    private static String json(Notification notification) {
        return new String(
                NotificationEvent.json(notification, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
                StandardCharsets.UTF_8);
    }
}
