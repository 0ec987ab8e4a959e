package io.github.stepnet.network.layer;

import io.github.stepnet.network.spec.Default;
import java.util.ArrayList;
import java.util.List;

/**
 * Branches that all read the same input, and what becomes of their outputs.
 *
 * <p>State, tape and work are those of the branches, and of the gate if there is one. In a mesh shorter branches wait for the longest: a
 * wire's value is kept until it is read.
 *
 * @param branches the layers side by side; at least one
 * @param combine how their outputs become one
 */
public record Parallel(
        List<LayerSpec> branches, @Default("concat") Combine combine) implements LayerSpec {

    /** @throws IllegalArgumentException if there is no branch */
    public Parallel {
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("Parallel.branches is empty; name at least one layer");
        }
    }

    /** These layers side by side. */
    public static Parallel of(Combine combine, LayerSpec... branches) {
        return new Parallel(List.of(branches), combine);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        List<Wire> outputs = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            outputs.add(wiring.lay("branches[" + i + "]", branches.get(i), from));
        }
        return combine.lay(wiring, from, outputs);
    }
}
