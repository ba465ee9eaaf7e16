package se.budkavle.schemas.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.Env;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.Priority;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One memory for all RocksDB stores of a process: without it each store of each partition takes its own cache and write
 * buffers, 100 MB and more. See Kafka's memory management guide for Streams.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    /** Configuration key: bytes for caches and write buffers of all stores of the process. */
    static final String MEMORY = "budkavle.rocksdb.memory.bytes";

    private static final long DEFAULT_MEMORY = 128L * 1024 * 1024;
    private static final double SHARE_OF_INDEXES = 0.1;
    private static final int WRITE_BUFFERS = 2;

    /**
     * Of the memory that all stores share, so much is one store's write buffer. A store that nobody writes to keeps what its buffer holds;
     * once such stores hold seven eighths of what is for buffers, whatever is written to any other store goes to disk at once, in small
     * files that are then merged again and again. So two hundred of them, half full, must not be enough.
     */
    private static final int WRITE_BUFFER_SHARE = 256;

    /**
     * What a store's write buffer takes at its first record, and then piece by piece. By default that is an eighth of it: some
     * fifty stores of a process would take all there is for next to nothing.
     */
    private static final int ARENA_BLOCK_BYTES = 64 * 1024;

    private record Shared(Cache cache, WriteBufferManager writeBuffers, long writeBufferBytes) {}

    private static @Nullable Shared shared;

    /**
     * Starts the threads that flush and compact for all stores of the process, as many as Kafka Streams has for them. They take over the
     * priority of whoever opens the first store, and stores of others must not wait for what stands behind.
     */
    static void startThreads() {
        RocksDB.loadLibrary();
        Env all = Env.getDefault();
        all.setBackgroundThreads(Math.max(2, Runtime.getRuntime().availableProcessors()), Priority.LOW);
        all.setBackgroundThreads(1, Priority.HIGH);
    }

    /** The first store of the process decides the size. */
    private static synchronized Shared shared(Map<String, Object> configuration) {
        if (shared == null) {
            RocksDB.loadLibrary();
            Object configured = configuration.get(MEMORY);
            long bytes = configured == null ? DEFAULT_MEMORY : Long.parseLong(configured.toString());
            Cache cache = new LRUCache(bytes, -1, false, SHARE_OF_INDEXES);
            shared = new Shared(
                    cache,
                    new WriteBufferManager(bytes / 2, cache),
                    Math.max(ARENA_BLOCK_BYTES, bytes / WRITE_BUFFER_SHARE));
        }
        return shared;
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configuration) {
        Shared memory = shared(configuration);
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.writeBuffers());
        options.setWriteBufferSize(memory.writeBufferBytes());
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
        options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffers are the process's, not the store's.
    }
}
