package io.github.stepnet.stream;

import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/** The two state backends that everything is tested on. */
enum Backend {
    HEAP {
        @Override
        StateBackend create() {
            return new HashMapStateBackend();
        }
    },
    ROCKSDB {
        @Override
        StateBackend create() {
            // Whole snapshots: only a checkpoint coordinator can put incremental ones together.
            return new EmbeddedRocksDBStateBackend(false);
        }
    };

    abstract StateBackend create();
}
