import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import se.budkavle.schemas.avro.Notification;
import se.budkavle.schemas.serde.AvroDeserializer;

/** Reads the topic of a subscription: {@code java TopicConsumer.java <brokers> <schema registry> <subscription id>}. */
public class TopicConsumer {

    public static void main(String[] args) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", args[0],
                "schema.registry.url", args[1],
                "group.id", args[2] + "-example", // the subscription may use groups whose names begin with its id
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false,
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", AvroDeserializer.class); // or io.confluent.kafka.serializers.KafkaAvroDeserializer
        try (var consumer = new KafkaConsumer<String, Notification>(settings)) {
            consumer.subscribe(List.of("notifications." + args[2]));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    // It may come twice: notificationId tells.
                    Notification told = record.value();
                    System.out.println(told.getNotificationId() + " " + told.getEventType() + " " + record.key());
                }
                consumer.commitSync(); // when it has been dealt with, so that nothing is lost
            }
        }
    }
}
