package se.budkavle.schemas;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * Copies of Avro records that share their parts with the original, for what is done with every message: Avro's builders copy
 * each part, and the content with it. Records have no setters and nobody changes their parts, so that a copy is told from the
 * original by what is put into it alone.
 */
public final class Shallow {

    private Shallow() {}

    /**
     * A copy, into which its maker puts by name what differs.
     *
     * @param <R> the records' type
     * @param original of which everything is taken over
     * @param empty a record that was just made
     * @return the latter
     */
    public static <R extends SpecificRecordBase> R copy(R original, R empty) {
        for (int field = 0; field < original.getSchema().getFields().size(); field++) {
            empty.put(field, original.get(field));
        }
        return empty;
    }
}
