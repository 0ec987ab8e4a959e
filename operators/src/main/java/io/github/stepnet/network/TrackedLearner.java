package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.progress.AnswerCredit;
import io.github.stepnet.network.progress.ClassificationFigures;
import io.github.stepnet.network.progress.ClassificationProgress;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.network.progress.MilestoneTracker;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.progress.ProgressPart;
import io.github.stepnet.network.progress.RegressionFigures;
import io.github.stepnet.network.progress.RegressionProgress;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecReader;

/**
 * A learner together with the progress of each of its keys: every answer whose truth is known is credited once, in the
 * tick that gives it.
 *
 * <p>This is what an operator runs; a bare loop over events can run it too, and then has the same figures. Learner and
 * progress share one {@link StateLayout}, in which the learner comes first: parameters start at the first float. The
 * verbs allocate nothing, are not for several threads, and keep nothing between two calls.
 *
 * <p>An answer that is not finite is credited as the worst finite one ({@link AnswerCredit}).
 */
public final class TrackedLearner {

    private static final String BEFORE_LEARNER = "{learner: ";

    private final Learner learner;
    private final StateLayout layout = new StateLayout();
    private final AnswerCredit progress;
    private final MilestoneTracker milestones;
    private final int longsAt;
    private final int doublesAt;
    private final int floatsAt;
    private final int milestonesAt;
    /** Null until it is asked for: the layout may still grow. */
    private NetworkState first;

    /**
     * Compiles a learner and what tracks it.
     *
     * @throws IllegalArgumentException if the specification is impossible
     */
    public TrackedLearner(LearnerSpec spec, Milestones milestones, Kernel kernel) {
        learner = spec.compile(layout.within("learner"), kernel);
        this.milestones = new MilestoneTracker(milestones);
        progress = spec.task() == Loss.Task.CLASSIFICATION
                ? AnswerCredit.ofClasses(spec.answers(), milestones.overLast())
                : AnswerCredit.ofValues(spec.answers(), milestones.overLast());
        ProgressPart part = progress.part();
        StateLayout credit = layout.within("progress");
        longsAt = credit.reserveLongs(part.longs());
        doublesAt = credit.reserveDoubles(part.doubles());
        floatsAt = credit.reserveFloats(part.floats());
        milestonesAt = layout.within("milestones").reserveLongs(this.milestones.longs());
    }

    /** Learner and milestones as one line of text; equal text means equal behaviour and equal layout of state. */
    public static String canonicalText(LearnerSpec spec, Milestones milestones) {
        return BEFORE_LEARNER + spec.canonicalText() + ", milestones: " + CanonicalText.of(milestones) + "}";
    }

    /** The learner's own text within a {@link #canonicalText}, of whatever version, and whether or not this one can read it. */
    public static String learnerText(String text) {
        int end = text.lastIndexOf(", milestones: ");
        if (!text.startsWith(BEFORE_LEARNER) || end < 0) {
            throw new IllegalArgumentException("this is no text of a learner and its milestones: " + text);
        }
        return text.substring(BEFORE_LEARNER.length(), end);
    }

    /**
     * What {@link #canonicalText} says today of the learner and milestones that it once described by {@code text}; components which an
     * older text lacks are at their defaults. Equal to {@code text} if no component has come since.
     *
     * @throws io.github.stepnet.network.spec.SpecException if this version cannot read the text: it is of a later one, names a custom class,
     *     or has a value that is no longer allowed
     */
    public static String canonicalTextAgain(String text) {
        Description description = describedBy(text);
        return canonicalText(description.learner, description.milestones);
    }

    /**
     * Learner and milestones of a canonical text.
     *
     * @throws io.github.stepnet.network.spec.SpecException if this version cannot read the text
     */
    public static Description describedBy(String text) {
        return SpecReader.read(FlowText.parse("state", text), Description.class);
    }

    /**
     * What a canonical text is of.
     *
     * @param learner what every key owns
     * @param milestones which thresholds are reported
     */
    public record Description(LearnerSpec learner, Milestones milestones) {}

    /** The learner inside. */
    public Learner learner() {
        return learner;
    }

    /** The layout of a key's state; an operator may reserve more slots before it makes the first state. */
    public StateLayout layout() {
        return layout;
    }

    /** A new key's state. All keys start from the same one, which is drawn once and copied. */
    public NetworkState newState() {
        if (first == null) {
            first = layout.newState();
            learner.initialize(first);
        }
        return first.copy();
    }

    /** {@link Learner#tick}, then credits what it answered. */
    public void tick(NetworkState state, Example example, Answer answer, MilestoneListener listener) {
        learner.tick(state, example, answer);
        credit(state, answer, listener);
    }

    /** {@link Learner#score}, then credits what it answered. */
    public void score(NetworkState state, Example example, Answer answer, MilestoneListener listener) {
        learner.score(state, example, answer);
        credit(state, answer, listener);
    }

    /** {@link Learner#bubble}, then credits what it answered. */
    public void bubble(NetworkState state, Answer answer, MilestoneListener listener) {
        learner.bubble(state, answer);
        credit(state, answer, listener);
    }

    /** {@link Learner#teach}, then credits the answer that was given. */
    public void teach(
            NetworkState state, PendingExample pending, float[] truth, Answer answer, MilestoneListener listener) {
        learner.teach(state, pending, truth, answer);
        credit(state, answer, listener);
    }

    /** What a key's classifier has achieved; an error for a regression. */
    public ClassificationFigures classificationFigures(NetworkState state) {
        if (!progress.isOfClasses()) {
            throw new IllegalStateException("this learner answers real values; ask for its regressionFigures");
        }
        return progress.classification().figures(state.longs, longsAt, state.doubles, doublesAt);
    }

    /** What a key's regression model has achieved; an error for a classifier. */
    public RegressionFigures regressionFigures(NetworkState state) {
        if (progress.isOfClasses()) {
            throw new IllegalStateException("this learner answers classes; ask for its classificationFigures");
        }
        return progress.regression().figures(state.longs, longsAt, state.doubles, doublesAt, state.floats, floatsAt);
    }

    private void credit(NetworkState state, Answer answer, MilestoneListener listener) {
        if (!answer.present || !answer.known) {
            return;
        }
        if (progress.isOfClasses()) {
            creditClass(state, answer, listener);
        } else {
            creditValues(state, answer, listener);
        }
    }

    private void creditClass(NetworkState state, Answer answer, MilestoneListener listener) {
        int label = (int) answer.truth[0];
        progress.creditClass(
                state.longs, longsAt, state.doubles, doublesAt, answer.predictedClass, answer.outputs[label], label);
        ClassificationProgress classes = progress.classification();
        milestones.observe(
                state.longs,
                milestonesAt,
                classes.windowAccuracy(state.longs, longsAt),
                classes.windowMajorityAccuracy(state.longs, longsAt),
                classes.windowPreviousAccuracy(state.longs, longsAt),
                classes.windowEvents(state.longs, longsAt),
                listener);
    }

    private void creditValues(NetworkState state, Answer answer, MilestoneListener listener) {
        progress.creditValues(
                state.longs, longsAt, state.doubles, doublesAt, state.floats, floatsAt, answer.outputs, answer.truth);
        RegressionProgress values = progress.regression();
        milestones.observe(
                state.longs,
                milestonesAt,
                values.windowSkill(state.longs, longsAt, state.doubles, doublesAt, state.floats, floatsAt),
                0,
                0,
                values.windowEvents(state.longs, longsAt),
                listener);
    }
}
