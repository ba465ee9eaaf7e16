package se.budkavle.notifier.views;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;
import se.budkavle.notifier.content.Fetched;
import se.budkavle.notifier.content.RecordReader;
import se.budkavle.notifier.replay.ReplayWork;
import se.budkavle.schemas.avro.DeadLetterStatus;
import se.budkavle.schemas.avro.ReplayJob;

/** What replay jobs have to do, out of the views of all instances. */
@Singleton
@Requires(beans = ViewsApplication.class)
class ViewsReplayWork implements ReplayWork {

    private static final String STATUS = "status";

    /** The status of no dead letter. */
    private static final String NONE = "NONE";

    private final ReplayJobs jobs;
    private final DeadLetters deadLetters;
    private final RecordReader records;
    private final ObjectMapper json;

    ViewsReplayWork(ReplayJobs jobs, DeadLetters deadLetters, RecordReader records, ObjectMapper json) {
        this.jobs = jobs;
        this.deadLetters = deadLetters;
        this.records = records;
        this.json = json;
    }

    @Override
    public List<ReplayJob> active() {
        return jobs.active();
    }

    @Override
    public @Nullable ReplayJob job(String id) {
        return jobs.active().stream()
                .filter(job -> job.getReplayJobId().equals(id))
                .findAny()
                .orElse(null);
    }

    @Override
    public boolean mayBegin(String id) {
        return jobs.isNewHere(id);
    }

    @Override
    public long open(Instant before) {
        Map<String, String> filter = Map.of(STATUS, DeadLetterStatus.OPEN.name(), "to", before.toString());
        String path = path("/internal/v1/dead-letters/groups?by=all", filter);
        return deadLetters.groups(DeadLetterQuery.of(filter::get), DeadLetterGroup.By.ALL, path).items().stream()
                .mapToLong(DeadLetterGroup::count)
                .sum();
    }

    @Override
    public Page candidates(ReplayJob job, @Nullable String after, int limit, boolean onlyOwn) {
        Map<String, String> filter = filter(job);
        filter.put("replayId", job.getReplayJobId());
        if (onlyOwn) {
            filter.put(STATUS, NONE);
        }
        DeadLetterQuery query = DeadLetterQuery.of(filter::get);
        Slice<ReplayCandidate> slice =
                deadLetters.oldestFirst(query, Position.parse(after), limit, path(filter, after, limit));
        return new Page(
                slice.items().stream().map(ViewsReplayWork::candidate).toList(),
                slice.next() == null ? null : slice.next().toString());
    }

    private Map<String, String> filter(ReplayJob job) {
        Map<String, String> filter = new HashMap<>();
        try {
            for (Map.Entry<String, JsonNode> field :
                    json.readTree(job.getFilter()).properties()) {
                filter.put(field.getKey(), field.getValue().asText());
            }
            return filter;
        } catch (IOException e) {
            throw new UncheckedIOException("the filter of a job is no JSON", e);
        }
    }

    private static String path(Map<String, String> filter, @Nullable String after, int limit) {
        String path = path("/internal/v1/dead-letters/candidates?limit=" + limit, filter);
        return after == null ? path : path + "&after=" + encoded(after);
    }

    private static String path(String begin, Map<String, String> filter) {
        StringBuilder path = new StringBuilder(begin);
        filter.forEach(
                (name, value) -> path.append('&').append(name).append('=').append(encoded(value)));
        return path.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Candidate candidate(ReplayCandidate found) {
        DeadLetterItem item = found.item();
        return new Candidate(
                item.id(),
                found.position().toString(),
                item.topic(),
                item.messageId(),
                item.recipient(),
                item.subscriptionId(),
                item.organisation(),
                found.dlqTopic(),
                found.dlqPartition(),
                found.dlqOffset(),
                found.writtenAt());
    }

    @Override
    public Map<String, DeadRecord> records(List<Candidate> candidates) {
        Map<TopicPartition, Set<Long>> places = new HashMap<>();
        candidates.forEach(each -> places.computeIfAbsent(
                        new TopicPartition(each.dlqTopic(), each.dlqPartition()), place -> new HashSet<>())
                .add(each.dlqOffset()));
        Map<String, DeadRecord> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records.readAll(places)
                .orElseThrow(() -> new InvalidStateStoreException("dead letters cannot be read in time"))) {
            found.put(DeadLetterReader.storyOf(record).id(), dead(record));
        }
        for (Candidate candidate : candidates) {
            if (!found.containsKey(candidate.id())) {
                DeadRecord moved = search(candidate);
                if (moved != null) {
                    found.put(candidate.id(), moved);
                }
            }
        }
        return found;
    }

    /** Mirroring changes offsets. */
    private @Nullable DeadRecord search(Candidate candidate) {
        return switch (records.read(
                new TopicPartition(candidate.dlqTopic(), candidate.dlqPartition()),
                candidate.dlqOffset(),
                candidate.writtenAt(),
                record -> DeadLetterReader.storyOf(record).id().equals(candidate.id()) ? dead(record) : null)) {
            case Fetched.Found(DeadRecord record) -> record;
            case Fetched.Missing() -> null;
            case Fetched.Unavailable() -> throw new InvalidStateStoreException("a dead letter cannot be read in time");
        };
    }

    private static DeadRecord dead(ConsumerRecord<byte[], byte[]> record) {
        Map<String, ByteBuffer> headers = new HashMap<>();
        for (Header header : record.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), ByteBuffer.wrap(header.value()));
            }
        }
        return new DeadRecord(
                record.key() == null ? null : ByteBuffer.wrap(record.key()),
                record.value() == null ? null : ByteBuffer.wrap(record.value()),
                headers);
    }
}
