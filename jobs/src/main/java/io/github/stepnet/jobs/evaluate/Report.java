package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.evaluate.Evaluation.Result;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Who is told what an evaluation finds. */
interface Report {

    void begin(Evaluation evaluation);

    /** After each run. */
    void finished(Result result);

    /** After the last. */
    void end(List<Result> results);

    /** The mean of each measure over the runs. */
    static Map<Measure, Double> mean(List<Result> results, Function<Assessment, Map<Measure, Double>> measures) {
        Map<Measure, Double> mean = new EnumMap<>(Measure.class);
        for (Result result : results) {
            measures.apply(result.assessment())
                    .forEach((measure, value) -> mean.merge(measure, value / results.size(), Double::sum));
        }
        return mean;
    }
}
