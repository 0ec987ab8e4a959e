package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a key's model that mean something outside of Stepnet: parameters, and the running statistics by which features and targets are standardised.
 *
 * <p>Parameters are named as in descriptions, {@code layers[1].weights}; in a committee the member comes first, {@code members[0].layers[1].weights}. Weights of dense layers
 * have the shape {@code inputs x outputs}, filters {@code filters x channels x window}, all others are vectors in the engine's order. Statistics are {@code
 * features.count} (events seen), {@code features.mean} and {@code features.deviations} (sums of squared deviations from the mean), and the same of {@code targets}.
 */
public final class ModelTensors {

    private static final String LEARNER = "learner/";
    private static final String FEATURES = "features";
    private static final String TARGETS = "targets";

    /** By these names an affine stage and a convolution, and no others, call their matrices. */
    private static final String AFFINE = "weights";

    private static final String CONVOLUTION = "filters";

    private final List<ModelTensor> tensors = new ArrayList<>();
    private final List<Network> networks = new ArrayList<>();

    private ModelTensors() {}

    /** Those of a learner. */
    public static ModelTensors of(TrackedLearner tracked) {
        ModelTensors all = new ModelTensors();
        all.addParameters("", tracked.learner());
        for (StateSection section : tracked.layout().sections()) {
            all.addStatistics(section);
        }
        return all;
    }

    /** All of them, parameters first. */
    public List<ModelTensor> list() {
        return List.copyOf(tensors);
    }

    /** The parameters, in the order in which the learner computes. */
    public List<ModelTensor> parameters() {
        return tensors.stream()
                .filter(tensor -> tensor.kind() == StateSection.Kind.FLOATS)
                .toList();
    }

    /** The tensor of that name. */
    public Optional<ModelTensor> find(String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /** To be told once tensors of a key have been written. */
    public void written(NetworkState state) {
        networks.forEach(network -> network.parametersReplaced(state));
    }

    private void addParameters(String prefix, Learner learner) {
        if (learner instanceof Network network) {
            networks.add(network);
            for (Node node : network.plan().nodes()) {
                if (node instanceof StageNode stage) {
                    addParameters(prefix, network.parametersAt(), stage);
                }
            }
        } else if (learner instanceof CommitteeLearner committee) {
            for (int i = 0; i < committee.members(); i++) {
                addParameters(prefix + "members[" + i + "].", committee.member(i));
            }
        }
    }

    private void addParameters(String prefix, int origin, StageNode node) {
        for (ParameterBlock block : node.stage().parameters()) {
            Shape shape = shape(node, block);
            tensors.add(new ModelTensor(
                    prefix + node.name() + "." + block.name(),
                    StateSection.Kind.FLOATS,
                    shape,
                    origin + node.parametersAt() + block.at(),
                    block.name().equals(AFFINE)));
        }
    }

    private static Shape shape(StageNode node, ParameterBlock block) {
        if (block.name().equals(AFFINE)) {
            int outputs = node.parameterFloats() - block.floats();
            return Shape.of(block.floats() / outputs, outputs);
        }
        if (block.name().equals(CONVOLUTION)) {
            Shape input = node.stage().input();
            Shape output = node.stage().output();
            int channels = input.rank() == output.rank() ? input.size(0) : 1;
            int window = block.floats() / output.size(0) / channels;
            int side = (int) Math.round(Math.sqrt(window));
            return output.rank() == 2
                    ? Shape.of(output.size(0), channels, window)
                    : Shape.of(output.size(0), channels, side, side);
        }
        return Shape.of(block.floats());
    }

    /** Running statistics are one count, and as doubles all means and then all deviations. */
    private void addStatistics(StateSection section) {
        String part = section.part();
        String last = part.substring(part.lastIndexOf('/') + 1);
        if (!part.startsWith(LEARNER) || !(last.equals(FEATURES) || last.equals(TARGETS))) {
            return;
        }
        String name = part.substring(LEARNER.length()).replace('/', '.');
        if (section.kind() == StateSection.Kind.LONGS) {
            tensors.add(new ModelTensor(name + ".count", section.kind(), Shape.of(1), section.at(), false));
        } else {
            Shape each = Shape.of(section.count() / 2);
            tensors.add(new ModelTensor(name + ".mean", section.kind(), each, section.at(), false));
            tensors.add(
                    new ModelTensor(name + ".deviations", section.kind(), each, section.at() + each.floats(), false));
        }
    }
}
