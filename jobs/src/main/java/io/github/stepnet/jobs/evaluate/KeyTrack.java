package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.progress.AnswerCredit;
import io.github.stepnet.network.progress.ProgressPart;

/** What one key's network has achieved, by the end and by some earlier marks. Its outcomes come in the order of its rows. */
final class KeyTrack {

    private static final int LEAST_WINDOW = 1;

    private final AnswerCredit progress;
    private final long[] longs;
    private final double[] doubles;
    private final float[] floats;
    private final float[] answer = new float[1];
    private final float[] truth = new float[1];

    private final boolean updatesAtEveryTruth;
    private final long[] marks;
    private final Score[] marked;
    private int passed;

    private long updates;
    private long refused;
    private long versionOfLast;
    private boolean isLastLabelled;

    /**
     * A key without outcomes.
     *
     * @param classes how many classes there are, or 0 for values
     * @param updatesAtEveryTruth whether a truth that led to no update was refused
     * @param marks numbers of rows, ascending; by each the score of the rows before it is kept
     */
    KeyTrack(int classes, boolean updatesAtEveryTruth, long[] marks) {
        this.updatesAtEveryTruth = updatesAtEveryTruth;
        this.marks = marks;
        marked = new Score[marks.length];
        progress = classes > 0 ? AnswerCredit.ofClasses(classes, LEAST_WINDOW) : AnswerCredit.ofValues(1, LEAST_WINDOW);
        ProgressPart part = progress.part();
        longs = new long[part.longs()];
        doubles = new double[part.doubles()];
        floats = new float[part.floats()];
    }

    /** Credits an answer. */
    void take(Outcome outcome) {
        while (passed < marks.length && outcome.number >= marks[passed]) {
            marked[passed++] = score();
        }
        countUpdates(outcome);
        if (!isLastLabelled) {
            return;
        }
        if (progress.isOfClasses()) {
            progress.creditClass(longs, 0, doubles, 0, (int) outcome.answer, outcome.probability, (int) outcome.truth);
        } else {
            answer[0] = outcome.answer;
            truth[0] = outcome.truth;
            progress.creditValues(longs, 0, doubles, 0, floats, 0, answer, truth);
        }
    }

    /** A labelled row teaches after its answer; that it did not is seen by the next answer, of weights no newer. */
    private void countUpdates(Outcome outcome) {
        if (!updatesAtEveryTruth) {
            isLastLabelled = !Float.isNaN(outcome.truth);
            updates = outcome.updates;
            return;
        }
        if (isLastLabelled && outcome.updates == versionOfLast) {
            updates--;
            refused++;
        }
        isLastLabelled = !Float.isNaN(outcome.truth);
        versionOfLast = outcome.updates;
        if (isLastLabelled) {
            updates++;
        }
    }

    /** What all outcomes so far were. */
    Score score() {
        return progress.isOfClasses()
                ? new Score.OfClasses(progress.classification().figures(longs, 0, doubles, 0))
                : new Score.OfValues(progress.regression().figures(longs, 0, doubles, 0, floats, 0));
    }

    /** What the outcomes of the rows before a mark were. */
    Score scoreBefore(int mark) {
        return mark < passed ? marked[mark] : score();
    }

    /**
     * Updates of the weights. One that may have followed the last answer is taken to have been made where every truth leads to one, else
     * those that followed it are not counted.
     */
    long updates() {
        return updates;
    }

    /** Updates that would have left a non-finite value and were not made; 0 where answers do not show it. */
    long refused() {
        return refused;
    }
}
