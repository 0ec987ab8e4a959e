package io.github.stepnet.jobs.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a contest came to.
 *
 * @param contest the contest
 * @param trials its runs, one for each seed
 */
record Standing(Contest contest, List<Trial> trials) {

    double accuracy() {
        return mean(Trial::accuracy);
    }

    double mean(ToDoubleFunction<Trial> figure) {
        return trials.stream().mapToDouble(figure).average().orElseThrow();
    }

    /** Half the distance between the best and the worst run. */
    double spread() {
        double most = trials.stream().mapToDouble(Trial::accuracy).max().orElseThrow();
        double least = trials.stream().mapToDouble(Trial::accuracy).min().orElseThrow();
        return (most - least) / 2;
    }
}
