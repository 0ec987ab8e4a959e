package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;

import io.github.stepnet.jobs.stream.RareClass;
import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.layer.Reshape;
import io.github.stepnet.network.layer.Sequential;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network that learns from windows of a number of events, in one way.
 *
 * @param task what is asked
 * @param row what the table's row is called
 * @param rate the learning rate
 * @param learner the network
 * @param window events of a window
 * @param channels how a window becomes an update
 */
record WindowCell(Task task, String row, float rate, NetworkLearner learner, int window, Channels channels) {

    /** What is asked. */
    enum Task {
        /** Dense 8-32-16-2 and Adam, on {@link RareClass}: what classes of equal weight are worth. */
        RARE_CLASS,
        /** Two layers of attention and plain gradient descent, on {@link XorNoise}: what averages are worth where single events diverge. */
        ATTENTION
    }

    /** Events of a run, if nothing else is said. */
    static final long BUDGET = 100_000;

    private static final float RARE_RATE = 1e-2f;
    private static final int RARE_WINDOW = 100;
    private static final float[] ATTENTION_RATES = {0.003f, 0.01f, 0.03f, 0.1f, 0.3f, 1f};

    private static final NetworkSpec DENSE = NetworkSpec.inputs(8)
            .then(new Dense(32, LEAKY_RELU))
            .then(new Dense(16, LEAKY_RELU))
            .then(new Dense(2));

    private static final NetworkSpec ATTENDING = NetworkSpec.inputs(8)
            .then(new Dense(32, LEAKY_RELU))
            .then(attention())
            .then(new Dense(32, LEAKY_RELU))
            .then(attention())
            .then(new Dense(3));

    private static LayerSpec attention() {
        return Sequential.of(new Reshape(List.of(4, 8)), new MultiHeadAttention(2));
    }

    /** All of them. */
    static List<WindowCell> all() {
        List<WindowCell> cells = new ArrayList<>();
        rare(cells, "single events", 1, Channels.averagedGradients());
        rare(cells, "plain windows", RARE_WINDOW, Channels.averagedGradients());
        rare(cells, "class-stratified windows", RARE_WINDOW, Channels.classStratified());
        rare(cells, "class-aware windows", RARE_WINDOW, Channels.classAware());
        rare(cells, "averaged signals, 4", RARE_WINDOW, Channels.averagedSignals(4));
        rare(cells, "averaged signals, adaptive", RARE_WINDOW, Channels.adaptive(1, 16));
        attention(cells, "single events", 1, Channels.averagedGradients());
        for (int events : new int[] {4, 32}) {
            attention(cells, "averaged signals of " + events, events, Channels.averagedSignals(events));
            attention(cells, "averaged gradients of " + events, events, Channels.averagedGradients());
        }
        return cells;
    }

    private static void rare(List<WindowCell> cells, String row, int window, Channels channels) {
        NetworkLearner learner = NetworkLearner.of(DENSE, Adam.rate(RARE_RATE));
        cells.add(new WindowCell(Task.RARE_CLASS, row, RARE_RATE, learner, window, channels));
    }

    private static void attention(List<WindowCell> cells, String row, int window, Channels channels) {
        for (float rate : ATTENTION_RATES) {
            NetworkLearner learner = NetworkLearner.of(ATTENDING, Sgd.rate(rate));
            cells.add(new WindowCell(Task.ATTENTION, row, rate, learner, window, channels));
        }
    }

    String column() {
        String word = task == Task.ATTENTION ? "attention" : "1 : 50";
        return word + String.format(Locale.ROOT, ", rate %.3f", rate);
    }

    SampleStream stream(long seed) {
        return task == Task.ATTENTION ? new XorNoise(1, seed) : new RareClass(1, seed);
    }

    Contest contest() {
        return new Contest(row, column(), learner, this::stream);
    }
}
