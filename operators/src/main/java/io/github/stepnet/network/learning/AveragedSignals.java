package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;

/**
 * Averaged signals, the seeds' WDM: several samples, the <em>channels</em>, are melted into one before they are learned.
 *
 * <p>Over {@code k} samples the scaled inputs {@code x} and the signals {@code d} at the output, the gradients of their losses, are summed
 * up, without an update. With the last of them the mean input is computed with the weights as they are, the mean signal is put on its
 * output and carried back by the rule, and one update follows. With {@code k = 1} that is plain learning; beyond, it is not a mini-batch,
 * which {@code cadence} is: in place of the mean of {@code d x} there is the product of the means, {@code E[d] E[x] + cov(d, x) / k} in
 * expectation, with only a share of what inputs and errors have to do with each other. Class-aware channels have sums of their own for
 * every class, and a class is learned when its channels are full.
 *
 * <p>With {@code mostChannels} the number adapts: it starts at {@code channels}, and at the end of every {@value #WINDOW} labelled events
 * it is doubled if their mean loss is not below 0.98 times that of the {@value #WINDOW} before, and halved if it is, within {@code
 * [channels, mostChannels]}: few channels while there is much to learn, many when noise prevails (as Smith and others 2018 enlarge
 * batches).
 *
 * <p>State: inputs and outputs in floats and one long, times the classes if class-aware; three longs and three doubles more if it adapts.
 * Costs one more forward pass per update. Sharpened signals are averaged as they are.
 *
 * <p>An error is a network with memory, whose samples are not interchangeable; another technique that adds to samples or takes them over, as
 * {@link PerturbedPasses} does; class-aware channels where there are no classes; a number
 * outside [1, 10000], or {@code mostChannels} below {@code channels}. Not for a network that has to become good: a cadence of as many
 * samples learns more. Not for inputs whose mean means nothing, such as ids. Sections 4, 3.12 and 6.1 of the stepping specification; the
 * originals took the input of the last sample instead of the mean.
 *
 * @param channels samples for one update
 * @param classAware whether only samples of one class are averaged
 * @param mostChannels up to where the number may grow; 0 if it stays
 */
public record AveragedSignals(
        int channels,
        @Default("false") boolean classAware,
        @Default("0") int mostChannels) implements Technique {

    static final int WINDOW = 500;

    static final int MOST = 10_000;

    public AveragedSignals {
        if (channels < 1 || channels > MOST) {
            throw new IllegalArgumentException(
                    "AveragedSignals.channels is " + channels + "; it must be within [1, " + MOST + "] samples");
        }
        if (mostChannels != 0 && (mostChannels < channels || mostChannels > MOST)) {
            throw new IllegalArgumentException("AveragedSignals.mostChannels is " + mostChannels
                    + "; it must be within [" + channels + ", " + MOST + "] samples, or 0 for a number that stays");
        }
    }

    /** A number of channels that stays, with classes mixed. */
    public static AveragedSignals of(int channels) {
        return new AveragedSignals(channels, false, 0);
    }

    @Override
    public Claim claim() {
        return Claim.SAMPLE;
    }

    @Override
    public Bound bind(Ground ground) {
        if (ground.plan().memoryFloats() > 0) {
            throw new IllegalArgumentException(
                    "AveragedSignals averages samples, but the network carries memory from one to the next; use cadence,"
                            + " or layers that carry none");
        }
        if (classAware && ground.loss().task() != Loss.Task.CLASSIFICATION) {
            throw new IllegalArgumentException(
                    "AveragedSignals.classAware is true, but the network learns values; leave it out");
        }
        return new Sums(this, ground);
    }

    /** The sums of a key, in its state. */
    private static final class Sums implements Bound {

        private final AveragedSignals spec;
        private final Kernel kernel;
        private final int inputs;
        private final int outputs;
        private final int sumsAt;
        private final int countsAt;
        private final float[] input;
        private final float[] signal;
        /** Null if the number of channels stays. */
        private final AdaptiveChannels adaptive;

        Sums(AveragedSignals spec, Ground ground) {
            this.spec = spec;
            kernel = ground.kernel();
            inputs = ground.plan().input().floats();
            outputs = ground.plan().output().floats();
            int groups = spec.classAware ? ground.loss().answers(outputs) : 1;
            sumsAt = ground.layout().reserveFloats(Math.multiplyExact(groups, inputs + outputs));
            countsAt = ground.layout().reserveLongs(groups);
            input = new float[inputs];
            signal = new float[outputs];
            adaptive = spec.mostChannels > spec.channels
                    ? new AdaptiveChannels(spec.channels, spec.mostChannels, ground.layout())
                    : null;
        }

        @Override
        public void initialize(NetworkState state) {
            if (adaptive != null) {
                adaptive.initialize(state);
            }
        }

        @Override
        public boolean takesOver(Lesson lesson, Rehearsal rehearsal) {
            NetworkState state = lesson.state;
            int group = spec.classAware ? (int) lesson.truth[0] : 0;
            int inputsAt = sumsAt + group * (inputs + outputs);
            int signalsAt = inputsAt + inputs;
            int x = lesson.pass.valueAt(lesson.pass.plan().input(), lesson.sample);
            int d = lesson.pass.signalAt(lesson.pass.plan().output());
            kernel.add(inputs, lesson.pass.values(), x, state.floats, inputsAt);
            kernel.add(outputs, lesson.pass.signals(), d, state.floats, signalsAt);
            long count = ++state.longs[countsAt + group];
            if (count >= channels(state)) {
                System.arraycopy(state.floats, inputsAt, input, 0, inputs);
                kernel.scale(inputs, 1f / count, input, 0);
                rehearsal.recall(input, 0);
                System.arraycopy(state.floats, signalsAt, signal, 0, outputs);
                kernel.scale(outputs, 1f / count, signal, 0);
                rehearsal.addSignal(signal);
                Arrays.fill(state.floats, inputsAt, signalsAt + outputs, 0f);
                state.longs[countsAt + group] = 0;
            }
            return true;
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            if (adaptive != null) {
                adaptive.observe(lesson.state, lesson.loss, lesson.isHit);
            }
        }

        private long channels(NetworkState state) {
            return adaptive == null ? spec.channels : adaptive.channels(state);
        }
    }
}
