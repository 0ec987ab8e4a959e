package io.github.stepnet.jobs.analyze;

import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.ModernTied;
import io.github.stepnet.network.equilibrium.ModernTiedLayerNorm;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A model under analysis.
 *
 * @param name as on the command line
 * @param model what settles
 * @param contraction bound of its weights; 0 for none
 */
record Subject(String name, EquilibriumModel model, float contraction) {

    /** Samples of an update, as in the seeds. */
    static final int BATCH = 32;

    /** A model of so many units, by its name. */
    static final Map<String, IntFunction<EquilibriumModel>> MODELS = models();

    private static final int MOST_ITERATIONS = 500;

    private static Map<String, IntFunction<EquilibriumModel>> models() {
        Map<String, IntFunction<EquilibriumModel>> models = new LinkedHashMap<>();
        models.put("looped", hidden -> new LoopedMlp(hidden, true));
        models.put("looped-nonsymmetric", hidden -> new LoopedMlp(hidden, false));
        models.put("toroidal", hidden -> ToroidalMlp.of(hidden, ToroidalMlp.Shift.ITERATION));
        models.put("modern-tied", hidden -> new ModernTied(hidden, 4 * hidden));
        models.put("modern-tied-layer-norm", hidden -> new ModernTiedLayerNorm(hidden, 4 * hidden, 1f));
        models.put("gated", hidden -> new GatedMlp(hidden));
        return models;
    }

    /** How it learns a task: nudged both ways, or under the transposed derivative where there is no energy. */
    EquilibriumLearner learner(Task task, float damping, long seed) {
        EquilibriumSpec network = EquilibriumSpec.of(task.inputs(), model, task.classes())
                .seed(seed)
                .scaling(FeatureScaling.NONE);
        return new EquilibriumLearner(
                network,
                model.isConservative()
                        ? new EquilibriumPropagation.Centred(0.1f)
                        : new EquilibriumPropagation.Asymmetric(0.1f),
                Settling.standard().damping(damping).iterations(MOST_ITERATIONS),
                Adam.rate(0.01f),
                new GradientShaping.None(),
                contraction,
                BATCH,
                0);
    }
}
