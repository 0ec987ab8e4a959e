package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.Channels;
import io.github.stepnet.stream.NewModels;
import io.github.stepnet.stream.state.StateFormat;

/**
 * What kind of operator keeps networks, which decides what it remembers of a key beside them.
 *
 * @param truths how truths come
 * @param fillsMissing whether it remembers means of features for those that are missing
 */
record OperatorKind(Truths truths, boolean fillsMissing) {

    /** Ways in which truths come. */
    enum Truths {
        /** With the events. */
        WITH_EVENTS,
        /** On a stream of their own. */
        LATE,
        /** With the events, which lie in windows. */
        IN_WINDOWS
    }

    /**
     * The kind that writes such states.
     *
     * @param learnsWindows whether the operator's events lie in windows
     */
    static OperatorKind of(StateFormat format, TrackedLearner.Description description, boolean learnsWindows) {
        for (boolean fillsMissing : new boolean[] {false, true}) {
            for (Truths truths : Truths.values()) {
                OperatorKind kind = new OperatorKind(truths, fillsMissing);
                if ((truths == Truths.IN_WINDOWS) == learnsWindows
                        && writes(kind.models(description, Kernels.scalar()).format(), format)) {
                    return kind;
                }
            }
        }
        throw new CannotRun("the operator remembers " + format.longs()
                + " integers of a key, and no operator of this version does; use the version that the job runs on");
    }

    private static boolean writes(StateFormat made, StateFormat wanted) {
        return made.longs() == wanted.longs()
                && made.doubles() == wanted.doubles()
                && (wanted.sections().isEmpty() || wanted.sections().equals(made.sections()));
    }

    /** Models of a description as such an operator makes them. */
    NewModels models(TrackedLearner.Description description, Kernel kernel) {
        return switch (truths) {
            case WITH_EVENTS -> NewModels.ofEvents(description, fillsMissing, kernel);
            case LATE -> NewModels.ofLateTruths(description, fillsMissing, kernel);
            case IN_WINDOWS -> NewModels.ofWindows(description, Channels.averagedGradients(), fillsMissing, kernel);
        };
    }
}
