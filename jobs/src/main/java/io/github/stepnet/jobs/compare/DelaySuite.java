package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;

import io.github.stepnet.jobs.stream.DriftingMachine;
import io.github.stepnet.jobs.stream.RunningParity;
import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TemporalInputs;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * What it costs that truths come later: streams by the number of events after which an event's truth comes. All answers of a run count.
 *
 * <p>On a stream that does not change, a delay costs the answers before the first truth. Where the task changes, it is added to the time that
 * the network is wrong. And where the answer follows from the truth before, it takes that away.
 */
final class DelaySuite {

    static final long BUDGET = 100_000;

    private static final List<Integer> DELAYS = List.of(0, 10, 100, 1_000);

    private DelaySuite() {}

    static List<Contest> contests() {
        List<Contest> contests = new ArrayList<>();
        add(contests, "XorNoise", network(8, 3), seed -> new XorNoise(1, seed));
        add(contests, "drift in the middle", network(8, 3), seed -> new DriftingMachine(BUDGET / 2, 0, 1, seed));
        NetworkSpec remembering = network(2, 2).with(TemporalInputs.labelHistory());
        add(contests, "parity, label history", remembering, seed -> new RunningParity(1, seed));
        return contests;
    }

    private static NetworkSpec network(int inputs, int classes) {
        return NetworkSpec.inputs(inputs)
                .then(new Dense(64, LEAKY_RELU))
                .then(new Dense(48, LEAKY_RELU))
                .then(new Dense(classes));
    }

    private static void add(
            List<Contest> contests, String name, NetworkSpec network, LongFunction<SampleStream> stream) {
        for (int delay : DELAYS) {
            contests.add(new Contest(
                    name,
                    delay + " events later",
                    NetworkLearner.of(network, Adam.rate(1e-3f).decayingOver(20_000)),
                    stream,
                    delay));
        }
    }
}
