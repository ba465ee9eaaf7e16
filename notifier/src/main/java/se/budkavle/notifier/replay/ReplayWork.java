package se.budkavle.notifier.replay;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import se.budkavle.schemas.avro.ReplayJob;

/** What there is to do, as the views know it. Every read may fail while work moves between instances. */
public interface ReplayWork {

    /**
     * A dead letter that a job may replay.
     *
     * @param id its id
     * @param place its place in the order of all; places sort as text
     * @param topic the topic it comes from
     * @param dlqTopic topic of its record
     * @param dlqPartition partition of its record
     * @param dlqOffset offset of its record
     * @param writtenAt from where on the record is searched for, should its offset no longer fit
     */
    record Candidate(
            String id,
            String place,
            String topic,
            @Nullable String messageId,
            @Nullable String recipient,
            @Nullable String subscriptionId,
            @Nullable String organisation,
            String dlqTopic,
            int dlqPartition,
            long dlqOffset,
            @Nullable Instant writtenAt) {}

    /**
     * A part of what a job goes through, oldest first.
     *
     * @param items those that it may replay
     * @param next up to which place was looked; null: to the end
     */
    record Page(List<Candidate> items, @Nullable String next) {

        /** Copies. */
        public Page {
            items = List.copyOf(items);
        }
    }

    /**
     * The record of a dead letter. Its value may be content.
     *
     * @param key its key
     * @param value its value
     * @param headers its headers
     */
    record DeadRecord(@Nullable ByteBuffer key, @Nullable ByteBuffer value, Map<String, ByteBuffer> headers) {

        /** Copies. */
        public DeadRecord {
            headers = Map.copyOf(headers);
        }

        /** Without the record itself. */
        @Override
        public String toString() {
            return "DeadRecord[]";
        }
    }

    /**
     * The jobs that this instance carries out and that have not ended.
     *
     * @throws InvalidStateStoreException while work is being distributed
     */
    List<ReplayJob> active();

    /**
     * One of them; null: it has ended, or is another instance's.
     *
     * @throws InvalidStateStoreException while work is being distributed
     */
    @Nullable ReplayJob job(String id);

    /**
     * Whether there is no job of an id yet, and this instance would carry it out.
     *
     * @throws InvalidStateStoreException while work is being distributed
     */
    boolean mayBegin(String id);

    /**
     * How many dead letters are open that failed before a time; of very many, at least so many.
     *
     * @throws InvalidStateStoreException while work is being distributed
     */
    long open(Instant before);

    /**
     * What lies behind a place.
     *
     * @param after the place; null: from the beginning
     * @param onlyOwn only what the job has been granted before
     * @throws InvalidStateStoreException while work is being distributed
     */
    Page candidates(ReplayJob job, @Nullable String after, int limit, boolean onlyOwn);

    /**
     * The records of dead letters by their ids; those that are gone are missing.
     *
     * @throws InvalidStateStoreException when they cannot be read in time
     */
    Map<String, DeadRecord> records(List<Candidate> candidates);
}
