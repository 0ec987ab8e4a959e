package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.network.CommitteeLearner;
import io.github.stepnet.network.EquilibriumNetwork;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.progress.ClassificationFigures;
import io.github.stepnet.network.progress.RegressionFigures;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What can be said of a key's model by itself.
 *
 * @param key the key
 * @param ticks events, and bubbles of a mesh
 * @param updates of its weights; of a committee, of all members together
 * @param refused updates that would have left a non-finite value
 * @param scored answers whose truth came
 * @param measures what they were worth, by name: accuracy and its baselines, or errors
 * @param norms Euclidean norm of each parameter tensor
 * @param optimizerBytes of the optimizer's own numbers
 * @param bytes of the whole model in the savepoint
 */
public record KeyFigures(
        String key,
        long ticks,
        long updates,
        long refused,
        long scored,
        Map<String, Double> measures,
        Map<String, Double> norms,
        long optimizerBytes,
        int bytes) {

    /** The figures of a key's model. */
    public static KeyFigures of(StoredModels models, String key, NetworkState state, int bytes) {
        TrackedLearner tracked = models.learner();
        Counts counts = new Counts();
        counts.add(tracked.learner(), state);
        Map<String, Double> measures = new LinkedHashMap<>();
        long scored = measure(models, state, measures);
        Map<String, Double> norms = new LinkedHashMap<>();
        for (ModelTensor tensor : models.tensors().parameters()) {
            norms.put(tensor.name(), norm(tensor, state));
        }
        long optimizer = tracked.layout().sections().stream()
                .filter(section -> section.kind() == StateSection.Kind.FLOATS
                        && section.part().contains("optimizer "))
                .mapToLong(StateSection::count)
                .sum();
        return new KeyFigures(
                key,
                counts.ticks,
                counts.updates,
                counts.refused,
                scored,
                measures,
                norms,
                Float.BYTES * optimizer,
                bytes);
    }

    private static long measure(StoredModels models, NetworkState state, Map<String, Double> measures) {
        if (models.description().learner().task() == Loss.Task.CLASSIFICATION) {
            ClassificationFigures figures = models.learner().classificationFigures(state);
            measures.put("accuracy", figures.accuracy());
            measures.put("windowAccuracy", figures.window().accuracy());
            measures.put("windowMajority", figures.window().majorityAccuracy());
            measures.put("windowPrevious", figures.window().previousAccuracy());
            measures.put("logLoss", figures.logLoss());
            return figures.events();
        }
        RegressionFigures figures = models.learner().regressionFigures(state);
        measures.put("rmse", figures.rmse());
        measures.put("windowRmse", figures.window().rmse());
        measures.put("mae", figures.mae());
        measures.put("r2", figures.r2());
        return figures.events();
    }

    static double norm(ModelTensor tensor, NetworkState state) {
        double squares = 0;
        for (int i = 0; i < tensor.shape().floats(); i++) {
            double value = tensor.value(state, i);
            squares += value * value;
        }
        return Math.sqrt(squares);
    }

    /** Norm of all parameters together. */
    double norm() {
        return Math.sqrt(
                norms.values().stream().mapToDouble(norm -> norm * norm).sum());
    }

    /** The first of the measures, which is the most important one; NaN if nothing was scored. */
    public double quality() {
        return scored == 0 ? Double.NaN : measures.values().iterator().next();
    }

    private static final class Counts {
        long ticks;
        long updates;
        long refused;

        void add(Learner learner, NetworkState state) {
            if (learner instanceof Network network) {
                ticks = Math.max(ticks, network.ticks(state));
                updates += network.updates(state);
                refused += network.refusedUpdates(state);
            } else if (learner instanceof EquilibriumNetwork settling) {
                ticks = settling.ticks(state);
                updates = settling.updates(state);
            } else if (learner instanceof CommitteeLearner committee) {
                for (int i = 0; i < committee.members(); i++) {
                    add(committee.member(i), state);
                }
            }
        }
    }
}
