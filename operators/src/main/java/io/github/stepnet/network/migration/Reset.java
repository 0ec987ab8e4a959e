package io.github.stepnet.network.migration;

import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.arena.StateSection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Lets parts of models start anew, and leaves all else as it is. */
public final class Reset {

    /** What can start anew. */
    public enum Part {
        /** What the optimizer remembers of gradients, and gradients that wait for a step. */
        OPTIMIZER,
        /** Accuracy, baselines and milestones. */
        PROGRESS,
        /** What layers carry from event to event, and earlier events among the inputs. */
        MEMORY,
        /** What techniques remember, and the rule in force where it is handed over. */
        TECHNIQUES,
        /** The running statistics of features and targets. */
        STATISTICS,
        /** The weights of the last layer, and the optimizer. */
        HEAD,
        /** All weights, and the optimizer. */
        WEIGHTS;

        private boolean covers(String part) {
            return switch (this) {
                case OPTIMIZER ->
                    lastOf(part).startsWith("optimizer") || lastOf(part).equals("pending gradient");
                case PROGRESS -> part.equals("progress") || part.equals("milestones");
                case MEMORY -> Set.of("memory", "temporal", "samples").contains(lastOf(part));
                case TECHNIQUES -> part.contains("techniques[") || lastOf(part).equals("hand-over");
                case STATISTICS -> Set.of("features", "targets").contains(lastOf(part));
                case HEAD -> OPTIMIZER.covers(part);
                case WEIGHTS -> lastOf(part).equals("parameters") || OPTIMIZER.covers(part);
            };
        }

        private static String lastOf(String part) {
            return part.substring(part.lastIndexOf('/') + 1);
        }

        /** Whether answers stay what they were. */
        public boolean keepsAnswers() {
            return this == OPTIMIZER || this == PROGRESS;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Models models;
    private final List<Part> parts;
    private final StateConversion rest;
    private final ModelTensors tensors;
    private final List<ModelTensor> head;

    /**
     * A reset.
     *
     * @throws IllegalArgumentException if the models have no such part
     */
    public Reset(Models models, List<Part> parts) {
        this.models = models;
        this.parts = List.copyOf(parts);
        tensors = ModelTensors.of(models.learner());
        head = parts.contains(Part.HEAD) ? head(tensors.parameters()) : List.of();
        for (Part part : parts) {
            boolean isThere = models.sections().stream().anyMatch(section -> part.covers(section.part()));
            if (!isThere && !(part == Part.HEAD && !head.isEmpty())) {
                throw new IllegalArgumentException("the models have no " + part + " to reset; leave it out");
            }
        }
        Predicate<String> anew = name -> parts.stream().anyMatch(part -> part.covers(name));
        rest = new StateConversion(models.sections(), models.sections(), anew, models.fresh());
    }

    /** The tensors of the last layer of a network, of every network of a committee. */
    private static List<ModelTensor> head(List<ModelTensor> parameters) {
        return parameters.stream()
                .filter(tensor -> layer(tensor) >= 0
                        && parameters.stream()
                                .filter(other -> prefix(other).equals(prefix(tensor)))
                                .allMatch(other -> layer(other) <= layer(tensor)))
                .toList();
    }

    private static String prefix(ModelTensor tensor) {
        int layers = tensor.name().indexOf("layers[");
        return layers < 0 ? tensor.name() : tensor.name().substring(0, layers);
    }

    private static int layer(ModelTensor tensor) {
        int layers = tensor.name().indexOf("layers[");
        return layers < 0 ? -1 : DenseLayers.layer(tensor.name().substring(layers));
    }

    /** Tensors that start as in a new model, by name. */
    public Set<String> tensors() {
        Set<String> names = new TreeSet<>();
        head.forEach(tensor -> names.add(tensor.name()));
        for (ModelTensor tensor : tensors.list()) {
            boolean isWeight = tensor.kind() == StateSection.Kind.FLOATS;
            if (parts.contains(isWeight ? Part.WEIGHTS : Part.STATISTICS)) {
                names.add(tensor.name());
            }
        }
        return names;
    }

    /** Parts that start as in a new model. */
    public Set<String> anew() {
        return rest.anew();
    }

    /**
     * A key's model with these parts as in a new one.
     *
     * @throws IllegalArgumentException if it has events in flight, which would be answered by half a model
     */
    public NetworkState reset(NetworkState old) {
        if (!parts.stream().allMatch(Part::keepsAnswers)) {
            Migration.checkNothingInFlight(models, old);
        }
        NetworkState state = rest.convert(old);
        if (!head.isEmpty()) {
            Tensors now = Tensors.read(tensors, state);
            Tensors fresh = Tensors.read(tensors, models.fresh());
            head.forEach(tensor -> now.put(tensor.name(), fresh.get(tensor.name())));
            now.write(tensors, state);
        }
        if (parts.contains(Part.WEIGHTS)) {
            tensors.written(state);
        }
        if (parts.contains(Part.MEMORY)) {
            models.learner().learner().forgetPast(state);
        }
        return state;
    }
}
