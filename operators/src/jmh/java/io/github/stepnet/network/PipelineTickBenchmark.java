package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What two threads could make of a pipelined tick, 20 layers of 512.
 *
 * <p>{@code tick} is a whole tick on one thread. {@code alone} and {@code shared} are the part of it that its stages work independently of each
 * other, again and again for the events that the tick has left where they are: on one thread, and every other stage on a second thread that does nothing
 * but wait for it. Joining signals and the step remain, so the gain is {@code tick / (tick - alone + shared)}, which is to be at least 1.3.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class PipelineTickBenchmark {

    private static final int LAYERS = 20;
    private static final int WIDTH = 512;
    private static final int SAMPLES = 64;

    private Network network;
    private NetworkState state;
    private Example example;
    private Answer answer;
    private float[][] samples;
    private int next;

    /** Null but where stages are shared. */
    private Thread helper;

    private volatile int asked;
    private volatile int done;
    private volatile boolean ends;

    @Setup
    public void prepare(BenchmarkParams params) {
        NetworkSpec spec = NetworkSpec.inputs(WIDTH).seed(7).scaling(FeatureScaling.NONE);
        for (int layer = 1; layer < LAYERS; layer++) {
            spec = spec.then(new Dense(WIDTH, Activation.TANH));
        }
        StateLayout layout = new StateLayout();
        network = NetworkLearner.of(spec.then(new Dense(10)), Sgd.rate(1e-4f))
                .execution(Execution.PIPELINE)
                .compile(layout, Kernels.vector());
        state = layout.newState();
        network.initialize(state);
        example = network.newExample();
        answer = network.newAnswer();
        SplittableRandom random = new SplittableRandom(5);
        samples = new float[SAMPLES][WIDTH];
        for (float[] sample : samples) {
            for (int i = 0; i < WIDTH; i++) {
                sample[i] = (float) (2 * random.nextDouble() - 1);
            }
        }
        for (int n = 0; n < 3 * LAYERS; n++) {
            tick();
        }
        if (params.getBenchmark().endsWith("shared")) {
            helper = new Thread(this::help, "every other stage");
            helper.setDaemon(true);
            helper.start();
        }
    }

    @TearDown
    public void end() throws InterruptedException {
        ends = true;
        if (helper != null) {
            helper.join();
        }
    }

    @Benchmark
    public float tick() {
        int s = next++ % SAMPLES;
        System.arraycopy(samples[s], 0, example.features, 0, WIDTH);
        example.label(s % 10);
        network.tick(state, example, answer);
        return answer.loss;
    }

    @Benchmark
    public void alone() {
        work(0, 1);
    }

    @Benchmark
    public void shared() {
        int turn = asked + 1;
        asked = turn;
        work(0, 2);
        while (done != turn) {
            Thread.onSpinWait();
        }
    }

    private void help() {
        while (!ends) {
            int turn = asked;
            if (turn == done) {
                Thread.onSpinWait();
            } else {
                work(1, 2);
                done = turn;
            }
        }
    }

    private void work(int first, int every) {
        int[] stages = network.pipeline().stages();
        for (int i = first; i < stages.length; i += every) {
            network.pipeline().work(state, stages[i]);
        }
    }
}
