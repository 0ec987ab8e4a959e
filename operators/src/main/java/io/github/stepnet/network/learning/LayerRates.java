package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Learning rates that differ from layer to layer: by position, by type of layer, or both, as factors of the optimiser's rate. No state.
 *
 * <p>Positions count the trained stages from the input on; a type is a layer's name as in a job file. The curriculum of the seeds is {@link
 * #curriculum}, their rates by type are in section 3.1. An error is a factor that is not above 0 and finite, more factors than trained
 * stages, or a type that no layer of the network has. Sections 3.1 and 4 of the stepping specification.
 *
 * @param factors of the first trained stages; those after them have 1
 * @param types of all stages that a type of layer lays; those of other types have 1
 */
public record LayerRates(
        @Default("[]") List<Float> factors, @Default("[]") List<TypeRate> types) implements Technique {

    /**
     * The factor of a type of layer.
     *
     * @param layer the type, such as {@code lstm}
     * @param factor of the learning rate
     */
    public record TypeRate(String layer, float factor) {

        public TypeRate {
            check("TypeRate.factor", factor);
        }
    }

    public LayerRates {
        factors = List.copyOf(factors);
        types = List.copyOf(types);
        factors.forEach(factor -> check("LayerRates.factors", factor));
    }

    /** The seeds' curriculum: 3, 2.5, 2 and 1.5 for the first four layers. */
    public static LayerRates curriculum() {
        return new LayerRates(List.of(3f, 2.5f, 2f, 1.5f), List.of());
    }

    private static void check(String what, float factor) {
        if (!(factor > 0f && factor < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    what + " is " + factor + "; it must be above 0 and finite; freeze a layer that is not to learn");
        }
    }

    @Override
    public Bound bind(Ground ground) {
        List<StageNode> trained = ground.plan().trainedStages();
        if (factors.size() > trained.size()) {
            throw new IllegalArgumentException("LayerRates.factors are " + factors.size() + " but the network has "
                    + trained.size() + " trained stages; leave out the last " + (factors.size() - trained.size()));
        }
        float[] factor = new float[ground.plan().nodes().size()];
        Arrays.fill(factor, 1f);
        for (int i = 0; i < factors.size(); i++) {
            factor[trained.get(i).index()] = factors.get(i);
        }
        for (TypeRate type : types) {
            scale(type, trained, factor);
        }
        return new FixedRates(factor);
    }

    private static void scale(TypeRate type, List<StageNode> trained, float[] factor) {
        boolean found = false;
        for (StageNode stage : trained) {
            if (stage.layer().equalsIgnoreCase(type.layer().replace("-", ""))) {
                factor[stage.index()] *= type.factor();
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException(
                    "LayerRates.types names " + type.layer() + ", but the network's trained layers are "
                            + trained.stream().map(StageNode::layer).distinct().collect(Collectors.joining(", ")));
        }
    }
}
