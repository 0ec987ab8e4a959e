package io.github.stepnet.jobs.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a cell came to.
 *
 * @param cell the cell
 * @param trials its runs, one for each seed
 */
record WindowStanding(WindowCell cell, List<WindowTrial> trials) {

    double mean(ToDoubleFunction<WindowTrial> figure) {
        return trials.stream().mapToDouble(figure).average().orElseThrow();
    }
}
