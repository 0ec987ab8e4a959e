package io.github.stepnet.jobs.savepoint.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.jobs.config.LayeredNetwork;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.progress.Milestones;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another runtime answers with an exported network is what the key's own network would answer to its next event. */
class OnnxExportTest {

    private static final int INPUTS = 12;
    private static final int ROWS = 50;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layers: [dense: {outputs: 16, activation: leaky-relu}, dense: {outputs: 3}]",
                "layers: [dense: {outputs: 9, activation: gelu}, dense: {outputs: 7, activation: silu}, dense: {outputs: 3}], linear-skip: true, scaling: recent",
                "layers: [dense: {outputs: 8, activation: softplus}, dense: {outputs: 8, activation: scaled-relu}, dense: {outputs: 3, activation: sigmoid}], loss: one-hot-squared-error",
                "layers: [dense: {outputs: 8, activation: tanh}, dense: {outputs: 1}], loss: binary-cross-entropy",
                "layers: [dense: {outputs: 8, activation: relu}, dense: {outputs: 3}], loss: binary-cross-entropy, unscaled: [0, 5]",
                "layers: [dense: {outputs: 8, activation: tanh}, dense: {outputs: 2}], loss: squared-error",
                "layers: [dense: {outputs: 8, activation: tanh}, dense: {outputs: 2}], loss: {huber: {delta: 1}}, scaling: none",
                "layers: [reshape: [2, 6], conv1d: {filters: 4, kernel: 3, padding: 1, activation: relu}, conv1d: {filters: 3, kernel: 2, stride: 2}, dense: {outputs: 3}]",
                "layers: [reshape: [3, 4], conv2d: {filters: 5, kernel: 3, padding: 1, activation: leaky-relu}, layer-norm: {}, conv2d: {filters: 2, kernel: 2, stride: 2}, rms-norm: {}, dense: {outputs: 3}]",
                "layers: [reshape: [3, 4], stepwise-dense: {outputs: 6, activation: gelu}, layer-norm: {}, residual: {block: {stepwise-dense: {outputs: 5}}}, rms-norm: {}, dense: {outputs: 3}]",
                "layers: [residual: {block: {sequential: {layers: [layer-norm: {}, dense: {outputs: 12, activation: relu}]}}}, residual: {block: {dense: {outputs: 6}}}, dense: {outputs: 3}]",
                "layers: [parallel: {branches: [dense: {outputs: 4}, sequential: {layers: [dense: {outputs: 6, activation: tanh}, dense: {outputs: 5}]}]}, dense: {outputs: 3}]",
                "layers: [parallel: {branches: [dense: {outputs: 4}, dense: {outputs: 4}], combine: average}, parallel: {branches: [dense: {outputs: 4}, dense: {outputs: 4}], combine: add}, frozen: {layer: {dense: {outputs: 5}}}, dense: {outputs: 3}]",
                "layers: [parallel: {branches: [dense: {outputs: 4}, dense: {outputs: 2}], combine: {grid-scatter: {cells: [{row: 1, column: 0}, {row: 0, column: 1}]}}}, grid: {rows: 1, columns: 2, layers: [dense: {outputs: 4}, dense: {outputs: 3}]}]"
            })
    void anotherRuntimeAnswersLikeTheEngine(String network) throws Exception {
        for (int events : new int[] {0, 1, 40, 300}) {
            Trained trained = new Trained(network, events);
            byte[] file = trained.export();
            try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {
                float[][] rows = new float[ROWS][];
                for (int i = 0; i < ROWS; i++) {
                    rows[i] = trained.features(i == 7 ? 1e6f : 1f);
                }
                float[][] answered = answers(session, rows);
                for (int i = 0; i < ROWS; i++) {
                    float[] expected = trained.nextAnswer(rows[i]);
                    assertEquals(expected.length, answered[i].length);
                    for (int o = 0; o < expected.length; o++) {
                        float tolerance = 1e-5f * Math.max(1f, Math.abs(expected[o]));
                        assertEquals(expected[o], answered[i][o], tolerance, "after " + events + " events, row " + i);
                    }
                }
            }
        }
    }

    private static float[][] answers(OrtSession session, float[][] rows) throws Exception {
        try (OnnxTensor input = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), rows);
                OrtSession.Result result = session.run(Map.of(OnnxExport.FEATURES, input))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lstm; layers: [reshape: [3, 4], lstm: {outputs: 4}, dense: {outputs: 3}]",
                "gate; layers: [parallel: {branches: [dense: {outputs: 3}, dense: {outputs: 3}], combine: gate}]",
                "temporal inputs; layers: [dense: {outputs: 3}], temporal: {previous-labels: 1}"
            })
    void whatHasNoOperatorIsRefusedByName(String refused) {
        int end = refused.indexOf(';');
        CannotRun refusal = assertThrows(CannotRun.class, () -> new Trained(refused.substring(end + 2), 0).export());
        assertTrue(refusal.getMessage().contains(refused.substring(0, end)), refusal.getMessage());
    }

    @Test
    void committeesAreRefusedByName() {
        CannotRun refusal = assertThrows(CannotRun.class, () -> {
            String text = "{learner: {persistence: {inputs: 2, task: classification, answers: 2}}, milestones: {}}";
            TrackedLearner.Description described = TrackedLearner.describedBy(text);
            TrackedLearner tracked = new TrackedLearner(described.learner(), described.milestones(), Kernels.scalar());
            OnnxExport.write(described.learner(), tracked, ModelTensors.of(tracked), tracked.newState());
        });
        assertTrue(refusal.getMessage().contains("the learner Persistence"), refusal.getMessage());
    }

    /** A network that has learned so many events, one feature of which never varies. */
    private static final class Trained {

        private final NetworkLearner spec;
        private final TrackedLearner tracked;
        private final NetworkState state;
        private final SplitMix64 random = new SplitMix64(11);
        private final Example example;
        private final Answer answer;

        Trained(String network, int events) {
            String text = "source: {topic: t, bootstrap: \"127.0.0.1:1\"}\nnetwork: {inputs: " + INPUTS + ", seed: 5, "
                    + network + "}\n";
            NetworkSpec net =
                    ((LayeredNetwork) JobFile.read(text).config().network().one()).network();
            spec = NetworkLearner.of(net, Adam.rate(0.01f));
            tracked = new TrackedLearner(spec, Milestones.everyTenPercent(), Kernels.scalar());
            state = tracked.newState();
            example = tracked.learner().newExample();
            answer = tracked.learner().newAnswer();
            for (int i = 0; i < events; i++) {
                System.arraycopy(features(i == 200 ? 1e4f : 1f), 0, example.features, 0, INPUTS);
                if (spec.task() == Loss.Task.CLASSIFICATION) {
                    example.label(example.features[0] > 3 ? 1 : 0);
                } else {
                    example.truth[0] = 500 + 40 * example.features[0];
                    example.truth[1] = -example.features[1];
                    example.target();
                }
                tracked.tick(state, example, answer, (kind, percent, accuracy, majority, previous, overEvents) -> {});
            }
        }

        float[] features(float outlier) {
            float[] features = new float[INPUTS];
            for (int i = 1; i < INPUTS; i++) {
                features[i - 1] = (float) (3 + i * random.nextGaussian());
            }
            features[2] *= outlier;
            features[INPUTS - 1] = 4f;
            return features;
        }

        float[] nextAnswer(float[] features) {
            NetworkState copy = state.copy();
            System.arraycopy(features, 0, example.features, 0, INPUTS);
            example.unlabelled();
            tracked.learner().tick(copy, example, answer);
            return answer.outputs.clone();
        }

        byte[] export() throws Exception {
            return OnnxExport.write(spec, tracked, ModelTensors.of(tracked), state);
        }
    }
}
