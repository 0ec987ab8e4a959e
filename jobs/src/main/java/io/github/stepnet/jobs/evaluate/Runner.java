package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.LearnerSpec;
import java.util.function.Consumer;

/** A way to have every key's learner answer and learn the rows of some data: test, then train. */
interface Runner {

    /**
     * Runs all rows.
     *
     * @param outcomes told of each row, those of a key in the order of its rows; an outcome is valid during the call only
     */
    void run(Data data, LearnerSpec learner, Consumer<Outcome> outcomes) throws Exception;

    /** What it is, for a person. */
    String describe();
}
