package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Something that is added to how a network learns, whatever its rule, optimiser and execution: an immutable description that is bound to a
 * plan. Several act in the order in which they are named.
 *
 * <p>A lesson is one event with its truth, be it in its own tick or later ({@code Learner.teach}). What {@code Learner.accumulate} and {@code
 * apply} make one step of is no lesson: of a technique, only the rates of layers and the bypass of stages act on it.
 */
public sealed interface Technique extends Serializable
        permits LayerRates,
                Unfreezing,
                Frontier,
                Replay,
                PerturbedPasses,
                AveragedSignals,
                Sharpening,
                LayerVoting,
                Pruning,
                BestState,
                ExplosionDetector,
                Drift {

    /**
     * Binds this technique.
     *
     * @throws IllegalArgumentException if it cannot go with this plan or loss
     */
    Bound bind(Ground ground);

    /** Whether it ever tells of anything by {@link LearningEvents}. */
    default boolean tells() {
        return false;
    }

    /** What it does that no second technique may do in the same learner. */
    default Claim claim() {
        return Claim.NOTHING;
    }

    /** What only one technique can do. */
    enum Claim {
        /** It goes with every other. */
        NOTHING("goes with every other"),
        /** It has a mask of stages that are bypassed. */
        BYPASS("bypasses stages"),
        /** It has something else learned in place of a sample. */
        SAMPLE("learns something else in place of a sample");

        private final String does;

        Claim(String does) {
            this.does = does;
        }
    }

    /**
     * Checks techniques of one learner.
     *
     * @throws IllegalArgumentException if two of them would be in each other's way
     */
    static void checkGoTogether(List<Technique> techniques) {
        Map<Claim, String> claims = new EnumMap<>(Claim.class);
        for (Technique technique : techniques) {
            Claim claim = technique.claim();
            String name = technique.getClass().getSimpleName();
            String other = claim == Claim.NOTHING ? null : claims.put(claim, name);
            if (other != null) {
                throw new IllegalArgumentException("NetworkLearner.techniques has " + other + " and " + name
                        + ", each of which " + claim.does + "; only one can, so leave one out");
            }
        }
    }

    /**
     * What a technique is bound to.
     *
     * @param plan the plan that is trained
     * @param kernel the loops
     * @param loss what is made small
     * @param layout where to reserve what a key must remember
     * @param parametersAt where the plan's parameters start in the floats of a key's state
     * @param optimizerRuns floats of optimiser's state for each parameter; they follow the parameters, in runs of the parameters' length
     * @param randomAt where the state of the key's random generator lies in its longs
     */
    record Ground(
            Plan plan,
            Kernel kernel,
            Loss loss,
            StateLayout layout,
            int parametersAt,
            int optimizerRuns,
            int randomAt) {

        /** The same, with a part of the layout of its own. */
        public Ground within(String part) {
            return new Ground(plan, kernel, loss, layout.within(part), parametersAt, optimizerRuns, randomAt);
        }

        /** Floats of an event as {@link Pass#copyPast} copies it. */
        int pastFloats() {
            return plan.input().floats() + plan.memoryFloats();
        }

        /** @throws IllegalArgumentException unless the network has one output for each of its classes */
        void checkHasOneOutputPerClass(String technique) {
            int outputs = plan.output().floats();
            if (loss.task() != Loss.Task.CLASSIFICATION || loss.answers(outputs) != outputs) {
                throw new IllegalArgumentException(
                        technique
                                + " needs a network with one output for each class; leave it out, or use softmax-cross-entropy");
            }
        }
    }

    /** A technique bound to a plan: called at fixed places of every lesson, allocates nothing, remembers in the key's state only. */
    interface Bound {

        /** Sets up what a new key remembers; zeros otherwise. */
        default void initialize(NetworkState state) {}

        /**
         * Sees the features of an event as it is taken in, labelled or not, before it is answered; the state is the key's, which may be changed.
         *
         * @param features in the user's units
         * @param drifts what is told of them
         */
        default void observeInputs(NetworkState state, float[] features, Drifts drifts) {}

        /** May change the signal of the output wire, which holds the gradient of the loss, before the rule carries it back. */
        default void sharpen(Lesson lesson) {}

        /**
         * Whether this technique learns the sample itself: its own gradient is then not taken, nobody rehearses, and what was added here makes
         * the update; without any, the sample waits. The first technique that says so is the last that is asked.
         */
        default boolean takesOver(Lesson lesson, Rehearsal rehearsal) {
            return false;
        }

        /**
         * Sees the signals of what is learned, as the rule has just carried them back.
         *
         * @param pass the lesson's pass, or the pass aside where a technique takes over; aimed at what is learned
         */
        default void observeSignals(Lesson lesson, Pass pass) {}

        /** May add gradients of other examples to the sample's. */
        default void rehearse(Lesson lesson, Rehearsal rehearsal) {}

        /**
         * Multiplies the learning rate of stages for one update; a stage with the factor 0 is not touched.
         *
         * @param updates updates that the key has seen
         * @param factors one for each node of the plan
         */
        default void scaleRates(NetworkState state, long updates, float[] factors) {}

        /**
         * Where a mask of bypassed stages starts in the key's longs, {@link io.github.stepnet.network.plan.Pass#bypassBy}; -1 if this technique
         * has none.
         */
        default int bypassMaskAt() {
            return -1;
        }

        /** Sees what came of the lesson, and may take updates of its own. */
        default void afterLesson(Lesson lesson, Rehearsal rehearsal) {}

        /** Sees how many updates the key has seen once every technique has taken its own. */
        default void afterUpdates(Lesson lesson) {}
    }
}
