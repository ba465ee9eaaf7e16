package se.budkavle.supplychain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipFile;

/**
 * A copy of a database of advisories: zip files as OSV publishes them for each ecosystem ({@code all.zip}), or folders of such JSON
 * files. One record is in memory at a time.
 *
 * @param places files and folders
 */
record Database(List<Path> places) {

    /** The largest there is has a few megabytes. */
    private static final int LARGEST_RECORD = 64 << 20;

    private static final ObjectReader RECORDS =
            JsonMapper.builder().addModule(new JavaTimeModule()).build().readerFor(Advisory.class);

    Database {
        places = List.copyOf(places);
    }

    /**
     * What was read.
     *
     * @param records how many
     * @param newest when one of them was changed last
     */
    record Extent(long records, Instant newest) {}

    /** Reads all records, one after the other; one that cannot be read is none to pass over. */
    Extent read(Consumer<Advisory> to) {
        var count = new Count(to);
        places.forEach(place -> read(place, count));
        if (count.records == 0) {
            throw new CannotJudge("The database is empty: " + places);
        }
        return new Extent(count.records, count.newest);
    }

    private static void read(Path place, Count to) {
        if (Files.isDirectory(place)) {
            try (var files = Files.walk(place)) {
                files.filter(Files::isRegularFile).sorted().forEach(file -> readFile(file, to));
            } catch (IOException e) {
                throw new CannotJudge("The database cannot be read: " + place);
            }
        } else {
            readFile(place, to);
        }
    }

    private static void readFile(Path file, Count to) {
        var name = file.getFileName().toString();
        try {
            if (name.endsWith(".zip")) {
                readZip(file, to);
            } else if (name.endsWith(".json")) {
                try (var in = Files.newInputStream(file)) {
                    to.accept(record(in, file.toString()));
                }
            }
        } catch (IOException e) {
            throw new CannotJudge("The database cannot be read: " + file);
        }
    }

    private static void readZip(Path file, Count to) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            var entries = zip.entries();
            while (entries.hasMoreElements()) {
                var entry = entries.nextElement();
                if (entry.getName().endsWith(".json")) {
                    try (var in = zip.getInputStream(entry)) {
                        to.accept(record(in, file + ": " + entry.getName()));
                    }
                }
            }
        }
    }

    private static Advisory record(InputStream in, String where) throws IOException {
        var bytes = in.readNBytes(LARGEST_RECORD + 1);
        if (bytes.length > LARGEST_RECORD) {
            throw new CannotJudge("A record of the database is too large: " + where);
        }
        try {
            return RECORDS.readValue(bytes);
        } catch (JsonProcessingException e) {
            throw new CannotJudge("A record of the database is none of the OSV schema: " + where);
        }
    }

    /** Counts on the way. */
    private static final class Count implements Consumer<Advisory> {

        private final Consumer<Advisory> to;
        private long records;
        private Instant newest = Instant.MIN;

        Count(Consumer<Advisory> to) {
            this.to = to;
        }

        @Override
        public void accept(Advisory advisory) {
            records++;
            newest = advisory.modified().isAfter(newest) ? advisory.modified() : newest;
            to.accept(advisory);
        }
    }
}
