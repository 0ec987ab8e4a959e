package io.github.stepnet.jobs.compare;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a cell came to.
 *
 * @param cell the cell
 * @param trials its runs, one for each seed
 */
record DriftStanding(DriftCell cell, List<DriftTrial> trials) {

    double mean(ToDoubleFunction<DriftTrial> figure) {
        return trials.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** Mean of a number of events over the runs that have one; empty if none has. */
    OptionalDouble events(ToLongFunction<DriftTrial> figure) {
        return trials.stream()
                .mapToLong(figure)
                .filter(events -> events != DriftTrial.NEVER)
                .average();
    }

    /** Runs that have none. */
    long without(ToLongFunction<DriftTrial> figure) {
        return trials.stream()
                .filter(trial -> figure.applyAsLong(trial) == DriftTrial.NEVER)
                .count();
    }
}
