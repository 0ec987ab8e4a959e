package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.network.NetworkLearner;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in the table of modes.
 *
 * @param net which net
 * @param depth of how many layers
 * @param mode how it learns
 */
record ModeCell(SeedNet net, int depth, Mode mode) {

    /** Every net, depth and mode. */
    static List<ModeCell> all() {
        List<ModeCell> cells = new ArrayList<>();
        for (SeedNet net : SeedNet.values()) {
            for (int depth : SeedNet.DEPTHS) {
                for (Mode mode : Mode.values()) {
                    cells.add(new ModeCell(net, depth, mode));
                }
            }
        }
        return cells;
    }

    NetworkLearner learner() {
        return mode.learner(net.network(depth));
    }

    Contest contest() {
        return new Contest(
                net.label, depth + " layers, " + mode.label, learner(), seed -> new XorNoise(net.inputs, 1, seed));
    }
}
