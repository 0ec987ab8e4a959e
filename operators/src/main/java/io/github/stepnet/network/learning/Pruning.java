package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * Pruning of dead layers: a stage whose mean link budget has stayed below a threshold is bypassed, its input passes unchanged, for this
 * key and for good.
 *
 * <p>The mean is over a window of lessons, and it takes several windows in a row; a stage that puts out zeros only counts as 0. A bypassed
 * stage keeps its weights and its tick, and learns no more; the layout stays as it is. Only a trained stage without memory can be bypassed
 * whose input and output have one shape, and neither the first nor the last. Each bypass is told as {@link
 * LearningEvents.Kind#LAYER_BYPASSED}. State: a bit and a long per node, one long; one double per node.
 *
 * <p>With rules that carry gradients, budgets of live stages are near 1 and only silent ones are found. An error is a number out of its range,
 * or a network without a stage that could be bypassed. Section 3.11 of the stepping specification.
 *
 * @param threshold the mean link budget below which a stage is dead, within (0, 1)
 * @param window lessons that are averaged
 * @param patience windows in a row that a stage must be dead
 * @param most how many stages may be bypassed
 */
public record Pruning(
        @Default("0.1") float threshold,
        @Default("1000") int window,
        @Default("3") int patience,
        @Default("1") int most)
        implements Technique {

    public Pruning {
        if (!(threshold > 0f && threshold < 1f)) {
            throw new IllegalArgumentException("Pruning.threshold is " + threshold + "; it must be within (0, 1)");
        }
        check("Pruning.window", window);
        check("Pruning.patience", patience);
        check("Pruning.most", most);
    }

    private static void check(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be at least 1");
        }
    }

    @Override
    public boolean tells() {
        return true;
    }

    @Override
    public Claim claim() {
        return Claim.BYPASS;
    }

    @Override
    public Bound bind(Ground ground) {
        Mask mask = new Mask(this, ground);
        if (mask.candidates.length == 0) {
            throw new IllegalArgumentException(
                    "Pruning finds no stage that could be bypassed: it must be trained, have no memory, put out"
                            + " the shape that it takes in, and be neither first nor last; leave pruning out");
        }
        return mask;
    }

    private static boolean canBeBypassed(Plan plan, Node node) {
        if (!(node instanceof StageNode stage) || !stage.isTrained()) {
            return false;
        }
        Wire input = stage.input();
        Wire output = stage.output();
        return input.shape().equals(output.shape())
                && stage.stage().memory() == 0
                && input.index() != plan.input().index()
                && output.index() != plan.output().index();
    }

    /** The mask of a key, in its state. */
    private static final class Mask implements Bound {

        private final Pruning spec;
        private final StageNode[] candidates;
        private final int maskAt;
        private final int lessonsAt;
        private final int deadAt;
        private final int sumsAt;

        Mask(Pruning spec, Ground ground) {
            this.spec = spec;
            List<Node> nodes = ground.plan().nodes();
            candidates = nodes.stream()
                    .filter(node -> canBeBypassed(ground.plan(), node))
                    .toArray(StageNode[]::new);
            maskAt = ground.layout().reserveLongs((nodes.size() + Long.SIZE - 1) / Long.SIZE);
            lessonsAt = ground.layout().reserveLongs(1);
            deadAt = ground.layout().reserveLongs(candidates.length);
            sumsAt = ground.layout().reserveDoubles(candidates.length);
        }

        @Override
        public int bypassMaskAt() {
            return maskAt;
        }

        @Override
        public void scaleRates(NetworkState state, long updates, float[] factors) {
            for (StageNode stage : candidates) {
                factors[stage.index()] = isBypassed(state, stage) ? 0f : factors[stage.index()];
            }
        }

        @Override
        public void observeSignals(Lesson lesson, Pass pass) {
            for (int c = 0; c < candidates.length; c++) {
                lesson.state.doubles[sumsAt + c] += budget(lesson, pass, candidates[c]);
            }
            lesson.state.longs[lessonsAt]++;
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            NetworkState state = lesson.state;
            if (state.longs[lessonsAt] < spec.window) {
                return;
            }
            state.longs[lessonsAt] = 0;
            for (int c = 0; c < candidates.length; c++) {
                double mean = state.doubles[sumsAt + c] / spec.window;
                state.doubles[sumsAt + c] = 0.0;
                state.longs[deadAt + c] = mean < spec.threshold ? state.longs[deadAt + c] + 1 : 0;
                if (state.longs[deadAt + c] >= spec.patience
                        && !isBypassed(state, candidates[c])
                        && bypassed(state) < spec.most) {
                    int node = candidates[c].index();
                    state.longs[maskAt + node / Long.SIZE] |= 1L << node;
                    lesson.events.add(LearningEvents.Kind.LAYER_BYPASSED, node, mean);
                }
            }
        }

        private static float budget(Lesson lesson, Pass pass, StageNode stage) {
            Wire output = stage.output();
            int at = pass.valueAt(output, pass == lesson.pass ? lesson.sample : 0);
            boolean isSilent = pass.kernel().maxMagnitude(output.floats(), pass.values(), at) == 0f;
            return isSilent ? 0f : pass.targets().linkBudget(stage.index());
        }

        private boolean isBypassed(NetworkState state, StageNode stage) {
            return Pass.isBypassed(state, maskAt, stage.index());
        }

        private int bypassed(NetworkState state) {
            int count = 0;
            for (StageNode stage : candidates) {
                count += isBypassed(state, stage) ? 1 : 0;
            }
            return count;
        }
    }
}
