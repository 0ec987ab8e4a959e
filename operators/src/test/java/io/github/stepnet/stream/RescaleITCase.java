package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.stream.MovingJob.Leg;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints carry networks from one number of subtasks to another, and from one state backend to the other. */
class RescaleITCase {

    private static final String HEAP = "hashmap";
    private static final String ROCKSDB = "rocksdb";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @Test
    void everyBitIsThatOfAJobThatStayedWhereItWas(@TempDir Path folder, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        SavepointFormatType canonical = SavepointFormatType.CANONICAL;
        Map<String, String> stayed = MovingJob.finalStates(List.of(new Leg(1, HEAP)), canonical, folder, cluster);
        assertEquals(MovingJob.learners().size() * Sample.KEYS, stayed.size());

        List<Leg> intoFiles = List.of(new Leg(1, HEAP), new Leg(4, ROCKSDB), new Leg(2, HEAP));
        assertEquals(stayed, MovingJob.finalStates(intoFiles, canonical, folder, cluster), "heap, RocksDB, heap");

        List<Leg> intoMemory = List.of(new Leg(1, ROCKSDB), new Leg(4, HEAP), new Leg(2, ROCKSDB));
        assertEquals(stayed, MovingJob.finalStates(intoMemory, canonical, folder, cluster), "RocksDB, heap, RocksDB");
    }

    @Test
    void nativeSavepointsOfABackendRescaleOnIt(@TempDir Path folder, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        SavepointFormatType own = SavepointFormatType.NATIVE;
        Map<String, String> stayed = MovingJob.finalStates(List.of(new Leg(2, HEAP)), own, folder, cluster);
        for (String backend : List.of(HEAP, ROCKSDB)) {
            List<Leg> legs = List.of(new Leg(1, backend), new Leg(4, backend), new Leg(2, backend));
            assertEquals(stayed, MovingJob.finalStates(legs, own, folder, cluster), backend);
        }
    }
}
