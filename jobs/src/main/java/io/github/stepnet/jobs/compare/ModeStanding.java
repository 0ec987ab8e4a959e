package io.github.stepnet.jobs.compare;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a cell of the table of modes came to.
 *
 * @param cell the cell
 * @param trials its runs, one for each seed
 */
record ModeStanding(ModeCell cell, List<ModeTrial> trials) {

    double training() {
        return mean(ModeTrial::training);
    }

    double mean(ToDoubleFunction<ModeTrial> figure) {
        return trials.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** Mean sample gradients until a share was reached; empty if a run never got there. */
    OptionalDouble reached(ToLongFunction<ModeTrial> figure) {
        return trials.stream().mapToLong(figure).allMatch(gradients -> gradients > 0)
                ? trials.stream().mapToLong(figure).average()
                : OptionalDouble.empty();
    }

    /** Half the distance between the best and the worst run. */
    double spread() {
        double most = trials.stream().mapToDouble(ModeTrial::training).max().orElseThrow();
        double least = trials.stream().mapToDouble(ModeTrial::training).min().orElseThrow();
        return (most - least) / 2;
    }

    double updatesPerSecond() {
        return mean(ModeTrial::updates) / mean(ModeTrial::seconds);
    }

    SeedFigure published() {
        return SeedFigure.published(cell);
    }

    SeedFigure rerun() {
        return SeedFigure.rerun(cell);
    }
}
