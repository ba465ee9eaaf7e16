package se.budkavle.notifier.feed;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import se.budkavle.schemas.streams.BoundedRocksDb;

/** The process's memory, and files that are compressed: the feed is by far the largest store and mostly JSON. */
public final class CompressedRocksDb implements RocksDBConfigSetter {

    private final RocksDBConfigSetter bounded = new BoundedRocksDb();

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configuration) {
        bounded.setConfig(storeName, options, configuration);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    @Override
    public void close(String storeName, Options options) {
        bounded.close(storeName, options);
    }
}
