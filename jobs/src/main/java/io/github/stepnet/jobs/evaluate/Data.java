package io.github.stepnet.jobs.evaluate;

import java.io.IOException;
import java.io.Serializable;
import java.util.OptionalDouble;

/** What learners are evaluated on: a number of rows in a fixed order, the same ones each time they are opened. Travels in a job graph. */
sealed interface Data extends Serializable permits CsvData, GeneratedData {

    String name();

    /** Rows in all, those that cannot be used among them. */
    long events();

    /** Features of a row. */
    int inputs();

    /** Classes, or 0 where the truth is a number. */
    int classes();

    /** The best accuracy that any learner can have, where it is known. */
    OptionalDouble ceiling();

    /** The rows, from the first on. */
    Rows open() throws IOException;

    /** The same kind of data, drawn with another seed; what is not drawn stays as it is. */
    Data withSeed(long seed);

    /** Whether the truth is a class. */
    default boolean isClassified() {
        return classes() > 0;
    }
}
