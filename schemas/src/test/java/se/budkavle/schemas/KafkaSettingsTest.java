package se.budkavle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.budkavle.schemas.streams.PoisonListener;
import se.budkavle.schemas.streams.StreamsSettings;
import se.budkavle.schemas.tls.ChangingSslEngineFactory;

class KafkaSettingsTest {

    @Test
    void whatThePromisesDependOnCannotBeConfiguredAway() {
        var settings = settings(Map.of("processing.guarantee", "at_least_once"));

        assertThat(streams().exactlyOnce(settings, PoisonListener.NONE))
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    }

    @Test
    void onlyWhatIsCalledUnsafeGoesBeforeIt() {
        var settings = settings(Map.of("unsafe.processing.guarantee", "at_least_once", "client.rack", "a"));
        var overridden = new TreeMap<String, Object>();

        settings.overrideUnsafely(overridden::put);

        assertThat(overridden).isEqualTo(Map.of("processing.guarantee", "at_least_once"));
        assertThat(settings.clientProperties())
                .isEqualTo(Map.of("bootstrap.servers", "localhost:9092", "client.rack", "a"));
        assertThat(streams().exactlyOnce(settings, PoisonListener.NONE))
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_SSL", "ssl"})
    void encryptedClientsTakeUpNewCertificates(String protocol) {
        var encrypted = Map.of("security.protocol", protocol);
        assertThat(settings(encrypted).clientProperties())
                .containsEntry("ssl.engine.factory.class", ChangingSslEngineFactory.class);

        var own = Map.of("security.protocol", protocol, "ssl.engine.factory.class", "se.agency.Factory");
        assertThat(settings(own).clientProperties()).containsEntry("ssl.engine.factory.class", "se.agency.Factory");
    }

    private static KafkaSettings settings(Map<String, String> properties) {
        return new KafkaSettings("localhost:9092", "http://localhost:8081", properties);
    }

    private static StreamsSettings streams() {
        return new StreamsSettings("application", "instance-1", Path.of("state"), null, 1, 0, 1, 20, 10, 1 << 20);
    }
}
