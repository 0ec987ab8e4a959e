package io.github.stepnet.jobs.savepoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.wire.RecordEncoder;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.spec.Fingerprint;
import io.github.stepnet.schemas.ModelSnapshot;
import io.github.stepnet.stream.output.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of the topic of models as files that can be imported. */
class ModelSnapshotFileTest {

    private static final NetworkLearner LEARNER =
            NetworkLearner.of(NetworkSpec.inputs(3).then(new Dense(4)).then(new Dense(2)), Sgd.rate(0.1f));

    @TempDir
    private Path folder;

    @Test
    void aSnapshotInJsonIsImportedBitForBit() throws Exception {
        TrackedLearner tracked = new TrackedLearner(LEARNER, Milestones.everyTenPercent(), Kernels.scalar());
        ModelTensors tensors = ModelTensors.of(tracked);
        NetworkState learned = tracked.newState();
        Example example = tracked.learner().newExample();
        Answer answer = tracked.learner().newAnswer();
        SplitMix64 random = new SplitMix64(3);
        for (int n = 0; n < 50; n++) {
            for (int i = 0; i < 3; i++) {
                example.features[i] = (float) random.nextGaussian();
            }
            example.label(example.features[0] > 0 ? 1 : 0);
            tracked.learner().tick(learned, example, answer);
        }
        ModelSnapshot snapshot = ModelSnapshot.newBuilder()
                .setKey("press-7")
                .setFingerprint(Fingerprint.of(LEARNER.canonicalText()))
                .setSpecification(LEARNER.canonicalText())
                .setTick(49)
                .setUpdates(50)
                .setTensors(Records.tensors(tensors.list(), learned))
                .build();
        Path file = Files.write(
                folder.resolve("any.json"), RecordEncoder.<ModelSnapshot>json().encode(snapshot));

        Map<String, ModelFile> given = GivenModels.read(List.of(file.toString()));
        assertEquals("press-7", given.keySet().iterator().next());
        NetworkState imported = tracked.newState();
        given.get("press-7").writeTo(tensors, imported);
        assertArrayEquals(
                tracked.learner().parameters(learned), tracked.learner().parameters(imported));
        assertEquals(Records.tensors(tensors.list(), learned), Records.tensors(tensors.list(), imported));

        Path cut = Files.writeString(
                folder.resolve("cut.json"), Files.readString(file).replace("\"name\"", "\"nam\""));
        CannotRun refused =
                assertThrows(CannotRun.class, () -> ModelFile.read(cut).writeTo(tensors, tracked.newState()));
        assertTrue(refused.getMessage().contains("has a tensor \"\", which the network has not"), refused::getMessage);
    }
}
