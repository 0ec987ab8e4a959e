package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import java.util.Locale;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An event of a model that settles, beside a backpropagation tick of a net with the same matrices, 20-H-H-3: inputs, units, units, classes.
 *
 * <p>Features are an autoregression of correlation 0.99, so that a settled state is a start for the next event but not its answer. The mean number of iterations
 * is printed after each run, since it is what an event costs. Both learn by Adam, with an update for every event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EquilibriumTickBenchmark {

    private static final int INPUTS = 20;
    private static final int CLASSES = 3;
    private static final int SAMPLES = 4096;
    private static final double CORRELATION = 0.99;

    @Param({"64", "256"})
    public int hidden;

    @Param({"looped", "backprop"})
    public String by;

    private Learner learner;
    private NetworkState state;
    private Example example;
    private Answer answer;
    private float[][] samples;
    private int next;
    private long iterations;

    @Setup
    public void prepare() {
        StateLayout layout = new StateLayout();
        learner = spec().compile(layout, Kernels.vector());
        state = layout.newState();
        learner.initialize(state);
        example = learner.newExample();
        answer = learner.newAnswer();
        SplitMix64 random = new SplitMix64(5);
        samples = new float[SAMPLES][INPUTS];
        double fresh = Math.sqrt(1 - CORRELATION * CORRELATION);
        for (int s = 0; s < SAMPLES; s++) {
            for (int i = 0; i < INPUTS; i++) {
                double before = s == 0 ? random.nextGaussian() : samples[s - 1][i];
                samples[s][i] = (float) (CORRELATION * before + fresh * random.nextGaussian());
            }
        }
    }

    private LearnerSpec spec() {
        if (by.equals("looped")) {
            return EquilibriumLearner.of(EquilibriumSpec.of(INPUTS, new LoopedMlp(hidden, true), CLASSES)
                            .scaling(FeatureScaling.NONE))
                    .optimizer(Adam.rate(0.001f))
                    .audit(0);
        }
        return NetworkLearner.of(
                NetworkSpec.inputs(INPUTS)
                        .then(new Dense(hidden, Activation.TANH))
                        .then(new Dense(hidden, Activation.TANH))
                        .then(new Dense(CLASSES))
                        .scaling(FeatureScaling.NONE),
                Adam.rate(0.001f));
    }

    private void takeNext() {
        System.arraycopy(samples[next++ & (SAMPLES - 1)], 0, example.features, 0, INPUTS);
    }

    @TearDown
    public void tellIterations() {
        System.out.printf(Locale.ROOT, "%n%.1f iterations per event%n", (double) iterations / next);
    }

    /** Answers. */
    @Benchmark
    public float settle() {
        takeNext();
        example.unlabelled();
        learner.tick(state, example, answer);
        iterations += answer.iterations;
        return answer.outputs[0];
    }

    /** Answers and learns. */
    @Benchmark
    public float learn() {
        takeNext();
        example.label(example.features[0] * example.features[1] > 0 ? 0 : example.features[2] > 0 ? 1 : 2);
        learner.tick(state, example, answer);
        iterations += answer.iterations;
        return answer.loss;
    }
}
