package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.kernel.NaiveDense;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Momentum;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
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
 * One event through the whole engine: features in, answer out, and an update if the truth is known, the guard against non-finite
 * steps included.
 *
 * <p>Read the ratios within one run: against the naive net the plain tick is to be at least 1.35 times as fast with the scalar kernel and
 * 4.2 times with the vector kernel, the forward pass 3.5 times; momentum takes at most twice the plain tick, Adam four times. Features are
 * not scaled, because the naive net does not scale them either; {@code vector-scaled} says what that costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(2)
public class EngineTickBenchmark {

    private static final int SAMPLES = 1024;
    private static final float RATE = 0.01f;

    @Param({"8-64-48-3", "64-256-256-10"})
    public String net;

    @Param({"naive", "scalar", "vector", "vector-scaled", "vector-momentum", "vector-adam", "vector-step"})
    public String by;

    private NaiveDense naive;
    private Network network;
    private NetworkState state;
    private Example example;
    private Answer answer;
    private float[][] samples;
    private int[] labels;
    private int next;

    @Setup
    public void prepare() {
        int[] sizes = Arrays.stream(net.split("-")).mapToInt(Integer::parseInt).toArray();
        naive = new NaiveDense(sizes, 7);
        if (!by.equals("naive")) {
            compile(sizes);
        }
        SplittableRandom random = new SplittableRandom(5);
        samples = new float[SAMPLES][sizes[0]];
        labels = new int[SAMPLES];
        for (int s = 0; s < SAMPLES; s++) {
            for (int i = 0; i < sizes[0]; i++) {
                samples[s][i] = (float) (2 * random.nextDouble() - 1);
            }
            labels[s] = random.nextInt(sizes[sizes.length - 1]);
        }
    }

    private void compile(int[] sizes) {
        NetworkSpec spec = NetworkSpec.inputs(sizes[0])
                .seed(7)
                .scaling(by.equals("vector-scaled") ? FeatureScaling.STANDARD : FeatureScaling.NONE);
        for (int k = 1; k < sizes.length; k++) {
            spec = spec.then(new Dense(sizes[k], k < sizes.length - 1 ? Activation.LEAKY_RELU : Activation.IDENTITY));
        }
        Optimizer optimizer = switch (by) {
            case "vector-momentum" -> Momentum.rate(RATE / 10);
            case "vector-adam" -> Adam.rate(RATE / 10);
            default -> Sgd.rate(RATE);
        };
        StateLayout layout = new StateLayout();
        network = NetworkLearner.of(spec, optimizer)
                .execution(by.equals("vector-step") ? Execution.STEP : Execution.SWEEP)
                .compile(layout, by.equals("scalar") ? Kernels.scalar() : Kernels.vector());
        state = layout.newState();
        network.initialize(state);
        example = network.newExample();
        answer = network.newAnswer();
    }

    @Benchmark
    public float forward() {
        int s = next++ & (SAMPLES - 1);
        if (network == null) {
            return naive.forward(samples[s], labels[s]);
        }
        System.arraycopy(samples[s], 0, example.features, 0, samples[s].length);
        example.unlabelled();
        network.tick(state, example, answer);
        return answer.outputs[0];
    }

    @Benchmark
    public float tick() {
        int s = next++ & (SAMPLES - 1);
        if (network == null) {
            return naive.tick(samples[s], labels[s], RATE);
        }
        System.arraycopy(samples[s], 0, example.features, 0, samples[s].length);
        example.label(labels[s]);
        network.tick(state, example, answer);
        return answer.loss;
    }
}
