package se.budkavle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** A stranger's client of the schema registry: reads what is on a topic with the registry's address alone. */
record SchemaRegistry(String url) {

    Answer get(String path) {
        return Http.call("GET", URI.create(url + path)).send();
    }

    /** A value in Confluent's wire format: a zero, the schema's id, Avro's binary encoding. */
    GenericRecord decode(byte[] value) throws IOException {
        var bytes = ByteBuffer.wrap(value);
        assertThat(bytes.get()).as("magic byte").isZero();
        var schema = new Schema.Parser()
                .parse(get("/schemas/ids/" + bytes.getInt())
                        .expect(200)
                        .json()
                        .path("schema")
                        .asText());
        var decoder = DecoderFactory.get().binaryDecoder(value, bytes.position(), bytes.remaining(), null);
        return new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
    }
}
