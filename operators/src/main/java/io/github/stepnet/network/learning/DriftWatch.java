package io.github.stepnet.network.learning;

import io.github.stepnet.network.progress.drift.Adwin;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.DriftDetector;
import io.github.stepnet.network.progress.drift.Kswin;
import io.github.stepnet.network.spec.Default;
import java.io.Serializable;

/** What a {@link Drift} watches, and by which detector. An error is {@code ddm} for anything but errors, which it counts. */
public sealed interface DriftWatch extends Serializable {

    /** The detector; one for each feature where inputs are watched. */
    DriftDetector detector();

    private static void checkCountsNothing(String what, DriftDetector detector) {
        if (detector instanceof Ddm) {
            throw new IllegalArgumentException(
                    what + ".detector is ddm, which counts wrong answers; watch errors with it, or use adwin,"
                            + " page-hinkley or kswin");
        }
    }

    /**
     * Whether answers are wrong, 0 or 1. Where values are learned and no answer is right or wrong, as {@link Losses}.
     *
     * @param detector what notices a change
     */
    record Errors(@Default("adwin") DriftDetector detector) implements DriftWatch {

        /** With ADWIN. */
        public Errors() {
            this(new Adwin());
        }
    }

    /**
     * The losses of answers. A loss {@code l} is seen as {@code l / (1 + l)}, one that is not finite as 1: within [0, 1], whatever its unit, with outliers that
     * outweigh nothing.
     *
     * @param detector what notices a change
     */
    record Losses(@Default("adwin") DriftDetector detector) implements DriftWatch {

        public Losses {
            checkCountsNothing("Losses", detector);
        }

        /** With ADWIN. */
        public Losses() {
            this(new Adwin());
        }
    }

    /**
     * The features of events as they come in, in the user's units and whether or not there will be a label; a value that is not finite is passed over.
     *
     * @param detector what notices a change of one feature; by default more careful than its own, as there is one for each
     */
    record Inputs(@Default("{kswin: {alpha: 1e-4}}") DriftDetector detector) implements DriftWatch {

        public Inputs {
            checkCountsNothing("Inputs", detector);
        }

        /** With KSWIN at a level of 1e-4. */
        public Inputs() {
            this(new Kswin(1e-4, 100, 30));
        }
    }
}
