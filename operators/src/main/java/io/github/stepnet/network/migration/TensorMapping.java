package io.github.stepnet.network.migration;

import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.arena.StateSection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns models into models of any other description, where somebody says of each new tensor which old one it comes from. Nothing is promised of what they answer.
 *
 * <p>A tensor that nobody speaks of comes from the old one of its name and shape. What else a key remembers is kept as {@link Migration} keeps it.
 */
public final class TensorMapping {

    /** In place of an old tensor's name: the tensor starts as in a new model. */
    public static final String NEW = "new";

    private final Models before;
    private final Models after;
    private final ModelTensors tensorsBefore;
    private final ModelTensors tensorsAfter;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final StateConversion rest;

    /**
     * A mapping.
     *
     * @param said an old tensor's name, or {@link #NEW}, by the name of the new one
     * @throws IllegalArgumentException if it names what is not there, or shapes differ, or of a tensor nobody knows where it comes from
     */
    public TensorMapping(Models before, Models after, Map<String, String> said) {
        this.before = before;
        this.after = after;
        tensorsBefore = ModelTensors.of(before.learner());
        tensorsAfter = ModelTensors.of(after.learner());
        rest = new StateConversion(before.sections(), after.sections(), Migration::hangsOnParameters, after.fresh());
        checkNamed(before, tensorsBefore);
        checkNamed(after, tensorsAfter);
        for (String name : said.keySet()) {
            if (tensorsAfter.find(name).isEmpty()) {
                throw new IllegalArgumentException("the mapping has the tensor " + name
                        + ", which the new models have not; allowed: " + names(tensorsAfter));
            }
        }
        for (ModelTensor tensor : tensorsAfter.list()) {
            sources.put(tensor.name(), source(tensor, said.get(tensor.name())));
        }
    }

    /** Weights that have no names would start anew, and nobody would hear of it. */
    private static void checkNamed(Models models, ModelTensors tensors) {
        for (StateSection section : models.sections()) {
            boolean areNamed = tensors.parameters().stream()
                    .anyMatch(tensor -> tensor.at() >= section.at() && tensor.at() < section.at() + section.count());
            if (section.part().endsWith("/parameters") && !areNamed) {
                throw new IllegalArgumentException(
                        "the weights of " + section.part()
                                + " have no names that a mapping could use; a mapping is for networks of layers and committees of them");
            }
        }
    }

    private String source(ModelTensor tensor, String said) {
        String name = said == null ? tensor.name() : said;
        if (name.equals(NEW)) {
            return NEW;
        }
        Optional<ModelTensor> old = tensorsBefore.find(name);
        if (old.isEmpty()) {
            throw new IllegalArgumentException(
                    said == null
                            ? "the mapping says nothing of " + tensor.name()
                                    + ", which the old models have not; name the tensor that it comes from, or 'new'"
                            : "the mapping lets " + tensor.name() + " come from " + said
                                    + ", which the old models have not; allowed: new, " + names(tensorsBefore));
        }
        if (!old.get().shape().equals(tensor.shape()) || old.get().kind() != tensor.kind()) {
            throw new IllegalArgumentException(tensor.name() + " of shape " + tensor.shape() + " cannot come from "
                    + name + " of shape " + old.get().shape() + "; name one of its own shape, or 'new'");
        }
        return name;
    }

    private static String names(ModelTensors tensors) {
        return String.join(", ", tensors.list().stream().map(ModelTensor::name).toList());
    }

    /** By the name of each new tensor the old one that it comes from, or {@link #NEW}. */
    public Map<String, String> sources() {
        return Map.copyOf(sources);
    }

    /** Old tensors that nothing comes from. */
    public Set<String> unused() {
        Set<String> unused = new TreeSet<>();
        tensorsBefore.list().forEach(tensor -> unused.add(tensor.name()));
        unused.removeAll(sources.values());
        return unused;
    }

    /** Parts that start as in a new model. */
    public Set<String> anew() {
        return rest.anew();
    }

    /** Parts that the new models have no use for. */
    public Set<String> dropped() {
        return rest.dropped();
    }

    /**
     * A key's model by the new description.
     *
     * @throws IllegalArgumentException if it has events in flight, which would never be answered
     */
    public NetworkState map(NetworkState old) {
        Migration.checkNothingInFlight(before, old);
        NetworkState state = rest.convert(old);
        Tensors was = Tensors.read(tensorsBefore, old);
        Tensors is = Tensors.read(tensorsAfter, after.fresh());
        sources.forEach((name, source) -> {
            if (!source.equals(NEW)) {
                is.put(name, was.get(source));
            }
        });
        is.write(tensorsAfter, state);
        after.learner().learner().forgetPast(state);
        return state;
    }
}
