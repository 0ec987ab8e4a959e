package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.plan.Descent;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.PlanBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One tick of one layer in the midst of a network: forward, the signal back to its input, and a plain descent step.
 *
 * <p>The layer's arithmetic is printed before each run: multiply-adds of the affine maps forward, of the signal and of the gradient. With
 * {@code peak}, the time of 1024 multiply-adds where nothing else is to be done (an affine map in the first-level cache, vector kernel),
 * the share of the peak is {@code (multiply-adds / 1024) * peak / tick}. Take both from one run on one machine, both as medians, or both as
 * the shortest times where the machine is shared. Normalisations have no affine map: a pass over their values counts as one multiply-add
 * for each.
 *
 * <p>The step has rate 0, which costs what any other does and keeps numbers where they are. The layer stands on a shift of its inputs, the
 * least that makes it owe a signal; its two additions per input are in the time.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(1)
public class LayerBenchmark {

    /** Ticks between two looks at the clock. */
    private static final int TICKS = 16;

    /** The affine map of {@code peak}: 12 KiB of weights; with fewer inputs than outputs there are no sums across lanes. */
    private static final int INPUTS = 48;

    private static final int OUTPUTS = 64;

    /** The layers, each with the multiply-adds of its forward pass; the way back takes twice as many. */
    public enum Subject {
        DENSE(new Dense(64, Activation.TANH), 64 * 64, 64),
        STEPWISE_DENSE(new StepwiseDense(32, Activation.TANH), 16 * 32 * 32, 16, 32),
        CONV1D(new Conv1d(16, 3, 1, 1, Activation.LEAKY_RELU), 16 * 8 * 3 * 32, 8, 32),
        CONV2D(new Conv2d(8, 3, Activation.LEAKY_RELU), 8 * 9 * 36, 1, 8, 8),
        CONV2D_DEEP(new Conv2d(16, 3, 1, 1, Activation.LEAKY_RELU), 16 * 8 * 9 * 64, 8, 8, 8),
        LAYER_NORM(new LayerNorm(), 4 * 16 * 64, 16, 64),
        RMS_NORM(new RmsNorm(), 3 * 16 * 64, 16, 64),
        SWI_GLU(new SwiGlu(86), 3 * 64 * 86, 64),
        RNN(new Rnn(32), 8 * (16 + 32) * 32, 8, 16),
        LSTM(new Lstm(32), 8 * (16 + 32) * 4 * 32, 8, 16),
        GRU(new Gru(32), 8 * (16 + 32) * 3 * 32, 8, 16),
        ATTENTION(new MultiHeadAttention(4), 16 * 4 * 32 * 32 + 2 * 16 * 16 * 32, 16, 32),
        ATTENTION_WINDOW(new MultiHeadAttention(4).over(16), (2 * 16 + 2) * 32 * 32 + 2 * 16 * 32, 32),
        SOFTMAX(new Softmax(new SoftmaxVariant.Standard()), 3 * 64, 64),
        KMEANS(new KMeans(8), 2 * 8 * 64, 64),
        RESIDUAL(new Residual(new Dense(64, Activation.TANH)), 64 * 64, 64),
        PARALLEL(
                Parallel.of(
                        new Combine.Gate(2, 1f),
                        new Dense(32, Activation.TANH),
                        new Dense(32, Activation.TANH),
                        new Dense(32, Activation.TANH)),
                3 * 64 * 32 + 3 * 64 + 3 * 32,
                64);

        final LayerSpec layer;
        final int multiplyAdds;

        @SuppressWarnings("ImmutableEnumChecker") // a shape never changes
        final Shape input;

        Subject(LayerSpec layer, int forwardMultiplyAdds, int... sizes) {
            this.layer = layer;
            this.multiplyAdds = 3 * forwardMultiplyAdds;
            input = Shape.of(sizes);
        }
    }

    /** A layer on a key of its own. */
    @State(Scope.Thread)
    public static class Tick {

        @Param
        public Subject layer;

        @Param({"scalar", "vector"})
        public String by;

        private Plan plan;
        private Kernel kernel;
        private Pass pass;
        private BackwardPass backward;
        private Descent descent;
        private NetworkState state;
        private float[] gradient;
        private float[] signal;

        @Setup
        public void prepare() {
            PlanBuilder builder = Plan.input(layer.input);
            Wire shifted = builder.lay("shift", new Shift(), builder.input());
            plan = builder.build(builder.lay("layer", layer.layer, shifted));
            kernel = by.equals("scalar") ? Kernels.scalar() : Kernels.vector();
            Gradient sum = new Gradient(plan, kernel);
            gradient = sum.floats();
            StateLayout layout = new StateLayout();
            layout.reserveFloats(plan.parameterFloats());
            int memoryAt = layout.reserveFloats(plan.memoryFloats());
            pass = Pass.sweep(plan, kernel, new Places(0, memoryAt, sum), 1, layout);
            backward = new Backprop().bind(plan);
            descent = Descent.over(plan);
            state = layout.newState();
            SplitMix64 random = new SplitMix64(7);
            plan.initialize(state.floats, 0, random);
            pass.attach(state);
            pass.aim(1);
            fill(pass.values(), pass.valueAt(plan.input(), 1), layer.input.floats(), random);
            signal = new float[plan.output().floats()];
            fill(signal, 0, signal.length, random);
            System.out.printf("%n# %s: %,d multiply-adds per tick%n", layer, layer.multiplyAdds);
        }

        private static void fill(float[] values, int at, int n, SplitMix64 random) {
            for (int i = at; i < at + n; i++) {
                values[i] = (float) random.nextGaussian();
            }
        }

        void run() {
            pass.forward();
            pass.startBackward();
            System.arraycopy(signal, 0, pass.signals(), pass.signalAt(plan.output()), signal.length);
            if (descent != null) {
                descent.descend(pass, 0f);
                return;
            }
            pass.gradient().clear();
            backward.run(pass);
            kernel.descend(gradient.length, 0f, gradient, 0, state.floats, 0);
        }
    }

    /** An affine map that stays in the first-level cache. */
    @State(Scope.Thread)
    public static class Matrix {
        private final Kernel kernel = Kernels.vector();
        private final float[] weights = new float[INPUTS * OUTPUTS];
        private final float[] bias = new float[OUTPUTS];
        private final float[] x = new float[INPUTS];
        private final float[] y = new float[OUTPUTS];

        @Setup
        public void fill() {
            Arrays.fill(weights, 0.01f);
            Arrays.fill(x, 0.5f);
        }
    }

    /** Time per tick. */
    @Benchmark
    @OperationsPerInvocation(TICKS)
    public float tick(Tick tick) {
        for (int i = 0; i < TICKS; i++) {
            tick.run();
        }
        return tick.state.floats[0];
    }

    /** Time per 1024 multiply-adds. */
    @Benchmark
    @OperationsPerInvocation(TICKS * INPUTS * OUTPUTS / 1024)
    public float peak(Matrix m) {
        for (int i = 0; i < TICKS; i++) {
            m.kernel.affine(INPUTS, OUTPUTS, m.weights, 0, m.bias, 0, m.x, 0, m.y, 0);
        }
        return m.y[0];
    }

    /** {@code y = x + b}. */
    private record Shift() implements CustomLayer {

        @Override
        public Wire lay(Wiring wiring, Wire from) {
            return wiring.through(new Compiled(from.shape(), from.floats()), from);
        }

        private record Compiled(Shape input, int n) implements Stage, FusedStep {

            @Override
            public Shape output() {
                return input;
            }

            @Override
            public List<ParameterBlock> parameters() {
                return List.of(new ParameterBlock("shift", 0, n, ParameterBlock.Role.BIAS));
            }

            @Override
            public void forward(Frame f) {
                System.arraycopy(f.values, f.inputAt, f.values, f.outputAt, n);
                f.kernel.add(n, f.parameters, f.parametersAt, f.values, f.outputAt);
            }

            @Override
            public void delta(Frame f, float epsilon) {}

            @Override
            public void accumulate(Frame f, float scale) {
                f.kernel.addScaled(n, scale, f.work, f.outputSignalAt, f.gradient, f.gradientAt);
            }

            @Override
            public void writeGradient(Frame f, float scale) {
                Arrays.fill(f.gradient, f.gradientAt, f.gradientAt + n, 0f);
                accumulate(f, scale);
            }

            @Override
            public void pullback(Frame f) {
                System.arraycopy(f.work, f.outputSignalAt, f.work, f.inputSignalAt, n);
            }

            @Override
            public void pullbackAndStep(Frame f, float rate) {
                f.kernel.addScaled(n, -rate, f.work, f.outputSignalAt, f.parameters, f.parametersAt);
            }

            @Override
            public double signalGain(double parameterBound) {
                return 1.0;
            }

            @Override
            public double gradientGain(double inputBound) {
                return 1.0;
            }
        }
    }
}
