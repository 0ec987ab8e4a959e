package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.spec.Default;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** What a {@link Drift} does about a drift. */
public sealed interface DriftResponse extends Serializable {

    /**
     * Binds this response.
     *
     * @throws IllegalArgumentException if it cannot go with this plan
     */
    Bound bind(Technique.Ground ground);

    /** A response bound to a plan: allocates nothing but at a drift, remembers in the key's state only. */
    interface Bound {

        /**
         * Acts.
         *
         * @return whether anything was done
         */
        boolean respond(NetworkState state);

        /** Sees that a lesson is over, before anything is done about a drift in it; {@code isSteady} unless one was noticed or feared. */
        default void afterLesson(Lesson lesson, boolean isSteady) {}

        /** {@link Technique.Bound#scaleRates}. */
        default void scaleRates(NetworkState state, float[] factors) {}
    }

    /** Nothing but to tell of it. */
    record None() implements DriftResponse {

        @Override
        public Bound bind(Technique.Ground ground) {
            return state -> false;
        }
    }

    /**
     * A higher learning rate in all layers: after {@code k} updates, {@code 1 + (factor - 1) (1 - k / updates)} times what it would be, until {@code k} is
     * {@code updates}. A drift in the meantime starts it anew. State: one long.
     *
     * @param factor the first factor, above 1 and at most 1000
     * @param updates after how many updates the rate is as before, 1 to 1,000,000,000
     */
    record RaiseRate(
            @Default("3") float factor, @Default("2000") int updates) implements DriftResponse {

        private static final int MOST = 1_000_000_000;

        public RaiseRate {
            if (!(factor > 1f && factor <= 1000f)) {
                throw new IllegalArgumentException(
                        "RaiseRate.factor is " + factor + "; it must be above 1 and at most 1000; use 3");
            }
            if (updates < 1 || updates > MOST) {
                throw new IllegalArgumentException(
                        "RaiseRate.updates is " + updates + "; it must be within [1, " + MOST + "]; use 2000");
            }
        }

        @Override
        public Bound bind(Technique.Ground ground) {
            return new Raised(this, ground.layout().reserveLongs(1));
        }

        private record Raised(RaiseRate spec, int leftAt) implements Bound {

            @Override
            public boolean respond(NetworkState state) {
                state.longs[leftAt] = spec.updates;
                return true;
            }

            @Override
            public void afterLesson(Lesson lesson, boolean isSteady) {
                long left = lesson.state.longs[leftAt];
                if (lesson.learned && left > 0) {
                    lesson.state.longs[leftAt] = left - 1;
                }
            }

            @Override
            public void scaleRates(NetworkState state, float[] factors) {
                long left = state.longs[leftAt];
                if (left > 0) {
                    float factor = 1f + (spec.factor - 1f) * left / spec.updates;
                    for (int node = 0; node < factors.length; node++) {
                        factors[node] *= factor;
                    }
                }
            }
        }
    }

    /**
     * The last trained stages start anew: initial parameters drawn on from the key's random state, and zeros for their optimiser. What they remember of events
     * and a gradient that waits for its cadence stay. No state.
     *
     * @param stages how many, counted from the output; at least 1 and not more than are trained
     */
    record PartialReset(@Default("1") int stages) implements DriftResponse {

        public PartialReset {
            if (stages < 1) {
                throw new IllegalArgumentException(
                        "PartialReset.stages is " + stages + "; it must be at least 1; use none to do nothing");
            }
        }

        @Override
        public Bound bind(Technique.Ground ground) {
            List<StageNode> trained = ground.plan().trainedStages();
            if (stages > trained.size()) {
                throw new IllegalArgumentException("PartialReset.stages is " + stages + ", but the network has "
                        + trained.size() + " trained stages; reset at most these");
            }
            List<StageNode> last = trained.subList(trained.size() - stages, trained.size());
            return state -> {
                SplitMix64 random = new SplitMix64(state.longs[ground.randomAt()]);
                for (StageNode stage : last) {
                    reset(ground, stage, state.floats, random);
                }
                state.longs[ground.randomAt()] = random.state();
                return true;
            };
        }

        private static void reset(Technique.Ground ground, StageNode stage, float[] floats, SplitMix64 random) {
            int at = ground.parametersAt() + stage.parametersAt();
            for (int run = 0; run <= ground.optimizerRuns(); run++) {
                int from = at + run * ground.plan().parameterFloats();
                Arrays.fill(floats, from, from + stage.parameterFloats(), 0f);
            }
            stage.stage().initialize(floats, at, random);
        }
    }

    /**
     * Back to all parameters as they were at least {@code every} labelled events before the drift was noticed.
     *
     * <p>A snapshot is taken every so many labelled events, unless a drift is feared just then, and the one before it is kept: the younger may be of a time when the
     * drift had begun and was not yet noticed. After a return both are what was returned to, until there is another. Nothing can be done before there are
     * two. The optimiser's state stays as it is. For drifts that pass; where the task has changed for good, what was is of no use. State: twice as many floats
     * as parameters, two longs.
     *
     * @param every labelled events from one snapshot to the next, 1 to 1,000,000
     */
    record RollBack(@Default("1000") int every) implements DriftResponse {

        public RollBack {
            if (every < 1 || every > 1_000_000) {
                throw new IllegalArgumentException(
                        "RollBack.every is " + every + "; it must be within [1, 1000000] labelled events");
            }
        }

        @Override
        public Bound bind(Technique.Ground ground) {
            return new Snapshots(this, ground);
        }

        private static final class Snapshots implements Bound {

            private final int every;
            private final Kernel kernel;
            private final int parameters;
            private final int parametersAt;
            private final int youngerAt;
            private final int olderAt;
            private final int eventsAt;
            private final int takenAt;

            Snapshots(RollBack spec, Technique.Ground ground) {
                every = spec.every;
                kernel = ground.kernel();
                parameters = ground.plan().parameterFloats();
                parametersAt = ground.parametersAt();
                youngerAt = ground.layout().reserveFloats(parameters);
                olderAt = ground.layout().reserveFloats(parameters);
                eventsAt = ground.layout().reserveLongs(1);
                takenAt = ground.layout().reserveLongs(1);
            }

            @Override
            public boolean respond(NetworkState state) {
                state.longs[eventsAt] = 0;
                if (state.longs[takenAt] < 2) {
                    state.longs[takenAt] = 0;
                    return false;
                }
                System.arraycopy(state.floats, olderAt, state.floats, parametersAt, parameters);
                System.arraycopy(state.floats, olderAt, state.floats, youngerAt, parameters);
                return true;
            }

            @Override
            public void afterLesson(Lesson lesson, boolean isSteady) {
                NetworkState state = lesson.state;
                // a snapshot that is due waits for the end of a warning
                if (++state.longs[eventsAt] < every || !isSteady) {
                    return;
                }
                state.longs[eventsAt] = 0;
                if (kernel.maxMagnitude(parameters, state.floats, parametersAt) < BestState.LARGEST) {
                    System.arraycopy(state.floats, youngerAt, state.floats, olderAt, parameters);
                    System.arraycopy(state.floats, parametersAt, state.floats, youngerAt, parameters);
                    state.longs[takenAt]++;
                }
            }
        }
    }
}
