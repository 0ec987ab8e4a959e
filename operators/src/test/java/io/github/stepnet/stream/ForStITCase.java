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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The operator on ForSt, by its synchronous state: {@code mvn -Pforst -pl operators -am verify}. Its savepoints are native ones, which it alone reads. */
@Tag("forst")
class ForStITCase {

    private static final String FORST = "forst";

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(4)
            .build());

    @Test
    void everyBitIsThatOfAJobThatStayedOnTheHeap(@TempDir Path folder, @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        SavepointFormatType own = SavepointFormatType.NATIVE;
        Map<String, String> stayed = MovingJob.finalStates(List.of(new Leg(1, "hashmap")), own, folder, cluster);
        List<Leg> legs = List.of(new Leg(1, FORST), new Leg(4, FORST), new Leg(2, FORST));
        assertEquals(stayed, MovingJob.finalStates(legs, own, folder, cluster));
    }
}
