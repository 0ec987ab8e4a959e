package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.learning.AdaptiveChannels;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LayerRates;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.learning.Unfreezing;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.progress.MilestoneListener;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Has a network learn from a window of events at once: {@link #start}, {@link #answer} for each event, {@link #learn}.
 *
 * <p>Every event is answered and credited with the weights as they were before the window; then come the updates that {@link Channels} says.
 * Memory and feature statistics go with the events. An update that would leave a non-finite value is not taken, and neither are those
 * after it.
 *
 * <p>State: what {@link AdaptiveChannels} says, whatever the channels, so that they may be others after a restart. Work: what a pending example
 * takes, times the labelled events of the largest window that has been.
 */
public final class WindowLearner {

    private static final int FIRST_ROOM = 16;

    private final TrackedLearner tracked;
    private final Learner learner;
    private final Channels channels;
    private final AdaptiveChannels adaptive;
    /** 1 if groups are not classes. */
    private final int groups;

    private final int[] sizes;
    private final boolean classifies;
    private final boolean[] isClassSeen;

    private PendingExample[] pending = {};
    private float[][] truths = {};
    private PendingExample[] grouped = {};
    private float[][] groupedTruths = {};
    private int labelled;
    private double lossSum;
    private long channelsNow;
    private int means;
    private int updatesTaken;

    /**
     * Adds what windows need to the layout of a learner that {@link #check} has found to be fit.
     *
     * @param spec what {@code tracked} was compiled from
     */
    public WindowLearner(TrackedLearner tracked, LearnerSpec spec, Channels channels) {
        this.tracked = tracked;
        this.channels = channels;
        learner = tracked.learner();
        adaptive = new AdaptiveChannels(
                channels.channels(),
                Math.max(channels.channels(), channels.mostChannels()),
                tracked.layout().within("channels"));
        groups = channels.isByClass() ? spec.answers() : 1;
        sizes = new int[groups];
        classifies = spec.task() == Loss.Task.CLASSIFICATION;
        isClassSeen = new boolean[classifies ? spec.answers() : 0];
    }

    /**
     * Checks that a learner can learn from windows in this way.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static void check(LearnerSpec spec, Channels channels) {
        if (!(spec instanceof NetworkLearner network)) {
            throw new IllegalArgumentException(
                    "windows are given to a " + spec.getClass().getSimpleName()
                            + ", which learns every event in its own tick; give them to a single network");
        }
        check(
                network.execution() == Execution.SWEEP,
                () -> "windows are given to a network of execution " + network.execution()
                        + ", whose ticks answer events of earlier windows; use execution SWEEP");
        check(
                network.cadence() == 1,
                () -> "windows are given to a network of cadence " + network.cadence()
                        + "; a window makes its own updates, so use cadence 1");
        check(
                network.handOver() instanceof HandOver.Never,
                () ->
                        "windows are given to a network whose rule is handed over, which single events decide; leave the hand-over out");
        for (Technique technique : network.techniques()) {
            check(
                    technique instanceof LayerRates || technique instanceof Unfreezing,
                    () -> "windows are given to a network with the technique "
                            + technique.getClass().getSimpleName()
                            + ", which needs the lessons of single events; leave it out (allowed: LayerRates, Unfreezing)");
        }
        check(
                !channels.isByClass() || spec.task() == Loss.Task.CLASSIFICATION,
                () ->
                        "windows have channels by class, but the network learns values; use Channels.averagedGradients or averagedSignals");
        check(
                !channels.areMelted() || network.network().plan().memoryFloats() == 0,
                () -> "windows have " + Math.max(channels.channels(), channels.mostChannels())
                        + " channels, but the network carries memory from one event to the next, so that its events have no mean; use"
                        + " Channels.averagedGradients or classStratified, or layers that carry none");
    }

    private static void check(boolean holds, Supplier<String> message) {
        if (!holds) {
            throw new IllegalArgumentException(message.get());
        }
    }

    /** Sets up what a new key remembers beside its network. */
    public void initialize(NetworkState state) {
        adaptive.initialize(state);
    }

    /** Starts with the next window. */
    public void start() {
        labelled = 0;
        lossSum = 0;
        channelsNow = 0;
        means = 0;
        updatesTaken = 0;
        Arrays.fill(sizes, 0);
        Arrays.fill(isClassSeen, false);
    }

    /** Answers the window's next event, and credits the answer if the truth is known. */
    public void answer(NetworkState state, Example example, Answer answer, MilestoneListener listener) {
        tracked.score(state, example, answer, listener);
        if (!answer.known) {
            return;
        }
        if (labelled == pending.length) {
            grow();
        }
        learner.keep(state, answer, pending[labelled]);
        System.arraycopy(answer.truth, 0, truths[labelled], 0, answer.truth.length);
        labelled++;
        sizes[group(answer.truth)]++;
        lossSum += answer.loss;
        boolean isHit = classifies && answer.predictedClass == (int) answer.truth[0];
        adaptive.observe(state, answer.loss, isHit);
        if (classifies) {
            isClassSeen[(int) answer.truth[0]] = true;
        }
    }

    private int group(float[] truth) {
        return groups == 1 ? 0 : (int) truth[0];
    }

    private void grow() {
        int room = Math.max(FIRST_ROOM, 2 * pending.length);
        int truthFloats = learner.newAnswer().truth.length;
        pending = Arrays.copyOf(pending, room);
        truths = Arrays.copyOf(truths, room);
        for (int i = labelled; i < room; i++) {
            pending[i] = learner.newPendingExample();
            truths[i] = new float[truthFloats];
        }
        grouped = new PendingExample[room];
        groupedTruths = new float[room][];
    }

    /**
     * Learns from what has been answered.
     *
     * @return whether all updates were taken; false if no event was labelled
     */
    public boolean learn(NetworkState state) {
        if (labelled == 0) {
            return false;
        }
        channelsNow = adaptive.channels(state);
        group();
        for (int update = 0; update < channels.updates(); update++) {
            accumulate(state);
            if (!learner.apply(state)) {
                return false;
            }
            updatesTaken++;
        }
        return true;
    }

    /** Brings the events of a group together, in their order. */
    private void group() {
        int at = 0;
        for (int g = 0; g < groups; g++) {
            for (int i = 0; i < labelled; i++) {
                if (group(truths[i]) == g) {
                    grouped[at] = pending[i];
                    groupedTruths[at] = truths[i];
                    at++;
                }
            }
            means += (int) ((sizes[g] + channelsNow - 1) / channelsNow);
        }
    }

    private void accumulate(NetworkState state) {
        int present = groupsPresent();
        int from = 0;
        for (int g = 0; g < groups; g++) {
            int end = from + sizes[g];
            while (from < end) {
                int to = (int) Math.min(end, from + channelsNow);
                // The step goes along the mean of all that is accumulated.
                float weight = (float) ((double) (to - from) * means / ((double) sizes[g] * present));
                learner.accumulateMean(state, grouped, groupedTruths, from, to, weight);
                from = to;
            }
        }
    }

    private int groupsPresent() {
        int present = 0;
        for (int size : sizes) {
            present += size > 0 ? 1 : 0;
        }
        return present;
    }

    /** Events of the window whose truth is known. */
    public int labelled() {
        return labelled;
    }

    /** Classes among them; 0 where values are learned. */
    public int classes() {
        int classes = 0;
        for (boolean isSeen : isClassSeen) {
            classes += isSeen ? 1 : 0;
        }
        return classes;
    }

    /** Events that were melted into one. */
    public long channels() {
        return channelsNow;
    }

    /** Gradients that an update was the mean of. */
    public int means() {
        return means;
    }

    /** Updates that were taken. */
    public int updatesTaken() {
        return updatesTaken;
    }

    /** Mean loss of the answers whose truth is known. */
    public double meanLoss() {
        return lossSum / labelled;
    }
}
