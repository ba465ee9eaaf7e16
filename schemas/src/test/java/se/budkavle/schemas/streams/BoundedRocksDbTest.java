package se.budkavle.schemas.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** Of the memory that a process has by default. */
class BoundedRocksDbTest {

    private static final int STORES = 150;
    private static final int RECORD_BYTES = 1000;
    private static final int RECORDS = 2000;
    private static final int ALL_OF_ONE = 100;

    @TempDir
    private Path directory;

    private final BoundedRocksDb settings = new BoundedRocksDb();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    /** Else what little they write would be a file each time, to be merged with all others. */
    @Test
    void storesThatRestLeaveRoomForThoseThatWrite() throws Exception {
        for (int i = 0; i < STORES; i++) {
            fill(store("resting-" + i), RECORDS + 7 * i);
        }
        RocksDB writing = store("writing");

        fill(writing, ALL_OF_ONE);

        await().until(() ->
                isNone(writing, "rocksdb.mem-table-flush-pending") && isNone(writing, "rocksdb.num-running-flushes"));
        assertThat(writing.getLiveFilesMetaData()).isEmpty();
    }

    private static boolean isNone(RocksDB store, String property) throws RocksDBException {
        return store.getProperty(property).equals("0");
    }

    private static void fill(RocksDB store, int records) throws RocksDBException {
        try (WriteOptions options = new WriteOptions().setDisableWAL(true)) {
            for (int i = 0; i < records; i++) {
                store.put(options, ByteBuffer.allocate(Integer.BYTES).putInt(i).array(), new byte[RECORD_BYTES]);
            }
        }
    }

    private RocksDB store(String name) throws RocksDBException {
        Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig());
        open.add(options);
        settings.setConfig(name, options, Map.of());
        RocksDB store = RocksDB.open(options, directory.resolve(name).toString());
        open.add(store);
        return store;
    }
}
