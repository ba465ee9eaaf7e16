package se.budkavle.schemas;

import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the generated types' {@code toString} answers: everything but the fields marked {@code @content(true)} in the
 * schema, and of bytes only their number. So a record that reaches a log by accident takes no content along.
 */
public final class Redaction {

    private Redaction() {}

    /** A record in one line, without its content. */
    public static String describe(SpecificRecord record) {
        StringBuilder text = new StringBuilder(record.getSchema().getName()).append('{');
        String separator = "";
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value == null) {
                continue;
            }
            text.append(separator).append(field.name()).append('=');
            if (Boolean.TRUE.equals(field.getObjectProp("content"))) {
                text.append("***");
            } else if (value instanceof ByteBuffer bytes) {
                text.append('<').append(bytes.remaining()).append(" bytes>");
            } else {
                text.append(value);
            }
            separator = ", ";
        }
        return text.append('}').toString();
    }
}
