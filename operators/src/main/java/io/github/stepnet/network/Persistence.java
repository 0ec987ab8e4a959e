package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.CanonicalText;

/**
 * Answers the key's previous truth: the expert that is hard to beat where things stay as they are.
 *
 * <p>Values are answered as they were, and 0 before the first. Of {@code c} classes the previous one has a probability {@code p}, the others {@code (1 - p) /
 * (c - 1)} each: where classes rarely stay, the answer says so. {@code p} is how often a class has stayed, an average that starts at 1/2 as if of two pairs of truths and
 * reaches back over about 200 of them: it moves by {@code max(1 / (n + 2), 1 / 200)} of the way to 1 or 0 at the {@code n}-th pair. Before the first truth all
 * are {@code 1 / c}. The previous truth is the one that has come last, so the delay of late truths is respected.
 *
 * <p>State: four longs and a double; for values {@code n} floats, {@code 2 n} doubles and one more long, by which its loss is that of standardised
 * targets.
 *
 * @param inputs number of features of an event, which are not used
 * @param task what is answered
 * @param answers number of classes, or of target values
 */
public record Persistence(int inputs, Loss.Task task, int answers) implements LearnerSpec {

    public Persistence {
        if (inputs < 1) {
            throw new IllegalArgumentException("Persistence.inputs is " + inputs + "; it must be at least 1");
        }
        int least = task == Loss.Task.CLASSIFICATION ? 2 : 1;
        if (answers < least) {
            throw new IllegalArgumentException(
                    "Persistence.answers is " + answers + "; it must be at least " + least + " for this task");
        }
    }

    @Override
    public boolean updatesAtEveryTruth() {
        return true;
    }

    @Override
    public Learner compile(StateLayout layout, Kernel kernel) {
        return new PersistenceLearner(this, layout);
    }

    @Override
    public String canonicalText() {
        return CanonicalText.of(LearnerSpec.class, this);
    }
}
