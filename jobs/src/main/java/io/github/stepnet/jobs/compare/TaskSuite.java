package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static io.github.stepnet.network.layer.Activation.TANH;

import io.github.stepnet.jobs.stream.AssociativeRecall;
import io.github.stepnet.jobs.stream.DelayedEcho;
import io.github.stepnet.jobs.stream.HeldBit;
import io.github.stepnet.jobs.stream.MovingObject;
import io.github.stepnet.jobs.stream.RoutedRules;
import io.github.stepnet.jobs.stream.RunningParity;
import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Combine;
import io.github.stepnet.network.layer.Conv2d;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.layer.Parallel;
import io.github.stepnet.network.layer.Reshape;
import io.github.stepnet.network.layer.Residual;
import io.github.stepnet.network.layer.Rnn;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** What memory, windows and gates are for: a task each that they solve, beside a dense net that has none of them. */
final class TaskSuite {

    private static final int DELAY = 20;
    private static final int ECHO = 5;
    private static final int TRUNCATION = 25;
    private static final float RATE = 3e-3f;
    private static final long DECAY_OVER = 50_000;

    private TaskSuite() {}

    static List<Contest> contests() {
        List<Contest> contests = new ArrayList<>();
        LongFunction<SampleStream> held = seed -> new HeldBit(DELAY, 1, seed);
        LayerSpec judge = new Dense(16, TANH);
        add(contests, "bit held over 20 events", "Dense", held, 2, new Dense(32, TANH), judge, new Dense(2));
        add(contests, "bit held over 20 events", "Lstm", held, 2, new Lstm(16).carried(true), judge, new Dense(2));
        add(contests, "bit held over 20 events", "Gru", held, 2, new Gru(16).carried(true), judge, new Dense(2));

        LongFunction<SampleStream> echo = seed -> new DelayedEcho(ECHO, 1, seed);
        add(contests, "echo of 5 events ago", "Dense", echo, 1, new Dense(32, TANH), new Dense(2));
        add(contests, "echo of 5 events ago", "Lstm", echo, 1, new Lstm(32).carried(true), new Dense(2));
        add(contests, "echo of 5 events ago", "Gru", echo, 1, new Gru(32).carried(true), new Dense(2));

        LongFunction<SampleStream> parity = seed -> new RunningParity(1, seed);
        add(contests, "parity since a reset", "Dense", parity, 2, new Dense(32, TANH), new Dense(2));
        add(contests, "parity since a reset", "Rnn", parity, 2, new Rnn(16).carried(true), new Dense(2));
        add(contests, "parity since a reset", "Lstm", parity, 2, new Lstm(16).carried(true), new Dense(2));
        add(contests, "parity since a reset", "Gru", parity, 2, new Gru(16).carried(true), new Dense(2));

        LongFunction<SampleStream> moving = seed -> new MovingObject(1, seed);
        LayerSpec[] seeing = {new Reshape(List.of(1, 8, 8)), new Conv2d(8, 3, LEAKY_RELU), new Dense(32, TANH)};
        add(contests, "direction of a moving object", "Dense", moving, 64, new Dense(64, TANH), new Dense(4));
        add(
                contests,
                "direction of a moving object",
                "Conv2d",
                moving,
                64,
                seeing[0],
                seeing[1],
                seeing[2],
                new Dense(4));
        add(
                contests,
                "direction of a moving object",
                "Conv2d, Lstm",
                moving,
                64,
                seeing[0],
                seeing[1],
                new Reshape(List.of(8 * 6 * 6)),
                new Lstm(32).carried(true),
                new Dense(4));

        LongFunction<SampleStream> recall = seed -> new AssociativeRecall(1, seed);
        LayerSpec window = new Residual(new MultiHeadAttention(4).over(16));
        add(contests, "value last stored under a name", "Dense", recall, 11, new Dense(32, TANH), new Dense(3));
        add(
                contests,
                "value last stored under a name",
                "MultiHeadAttention",
                recall,
                11,
                new Dense(32, TANH),
                window,
                new Dense(32, LEAKY_RELU),
                new Dense(3));

        LongFunction<SampleStream> routed = seed -> new RoutedRules(1, seed);
        LayerSpec expert = new Dense(3);
        Combine gate = new Combine.Gate(2, 1f);
        add(contests, "four rules behind a switch", "Dense", routed, 10, new Dense(8, LEAKY_RELU), new Dense(3));
        add(
                contests,
                "four rules behind a switch",
                "gated Parallel",
                routed,
                10,
                Parallel.of(gate, expert, expert, expert, expert, expert, expert));
        return contests;
    }

    private static void add(
            List<Contest> contests,
            String task,
            String name,
            LongFunction<SampleStream> stream,
            int inputs,
            LayerSpec... layers) {
        NetworkSpec network = NetworkSpec.inputs(inputs);
        for (LayerSpec layer : layers) {
            network = network.then(layer);
        }
        NetworkLearner learner = NetworkLearner.of(network, Adam.rate(RATE).decayingOver(DECAY_OVER))
                .shaping(new GradientShaping.Norm(1f))
                .truncation(TRUNCATION);
        contests.add(new Contest(task, name, learner, stream));
    }
}
