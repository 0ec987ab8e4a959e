package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One labelled event through a committee of four, and through its four members by themselves, one after the other.
 *
 * <p>Read the ratio within one run: the committee is to take at most 1.12 times what its members take.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class CommitteeBenchmark {

    private static final int SAMPLES = 1024;

    @Param({"committee", "members"})
    public String by;

    private Learner[] learners;
    private NetworkState[] states;
    private Example[] examples;
    private Answer[] answers;
    private float[][] samples;
    private int[] labels;
    private int next;

    @Setup
    public void prepare() {
        NetworkSpec network = NetworkSpec.inputs(8)
                .then(new Dense(64, Activation.TANH))
                .then(new Dense(3))
                .withLinearSkip()
                .seed(7);
        List<LearnerSpec> members = List.of(
                NetworkLearner.of(network, Sgd.rate(0.05f)),
                NetworkLearner.of(network, Sgd.rate(0.01f)),
                NetworkLearner.of(network, Adam.rate(0.001f)),
                NetworkLearner.of(network, Adam.rate(0.01f)));
        List<LearnerSpec> specs =
                by.equals("members") ? members : List.of(Committee.of(members.toArray(LearnerSpec[]::new)));
        int n = specs.size();
        learners = new Learner[n];
        states = new NetworkState[n];
        examples = new Example[n];
        answers = new Answer[n];
        for (int i = 0; i < n; i++) {
            StateLayout layout = new StateLayout();
            learners[i] = specs.get(i).compile(layout, Kernels.auto());
            states[i] = layout.newState();
            learners[i].initialize(states[i]);
            examples[i] = learners[i].newExample();
            answers[i] = learners[i].newAnswer();
        }
        SplittableRandom random = new SplittableRandom(5);
        samples = new float[SAMPLES][8];
        labels = new int[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            for (int i = 0; i < 8; i++) {
                samples[s][i] = (float) (2 * random.nextDouble() - 1);
            }
            labels[s] = random.nextInt(3);
        }
    }

    @Benchmark
    public Answer tick() {
        int s = next++ & (SAMPLES - 1);
        for (int i = 0; i < learners.length; i++) {
            System.arraycopy(samples[s], 0, examples[i].features, 0, 8);
            examples[i].label(labels[s]);
            learners[i].tick(states[i], examples[i], answers[i]);
        }
        return answers[0];
    }
}
