package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;

/** The engine's form of a model with the weights of a reference, event by event. */
final class EngineRig {

    static final Settling EXACT =
            Settling.standard().tolerance(2e-6f).iterations(500).nudgedIterations(120);

    final Equilibrium engine;
    final NetworkState state;
    private final Equilibrium.Parts parts;
    private final StateLayout layout = new StateLayout();

    EngineRig(EquilibriumModel model, EquilibriumPropagation propagation, Settling settling, Kernel kernel) {
        this(
                new Equilibrium.Parts(
                        Anchor.INPUTS,
                        Anchor.CLASSES,
                        model,
                        Loss.softmaxCrossEntropy(),
                        settling,
                        propagation,
                        Double.POSITIVE_INFINITY),
                kernel);
    }

    EngineRig(Equilibrium.Parts parts, Kernel kernel) {
        this.parts = parts;
        int at = layout.reserveFloats(parts.parameterFloats());
        engine = new Equilibrium(parts, at, kernel, layout);
        state = layout.newState();
        engine.initialize(state, new SplitMix64(1));
        engine.attach(state);
    }

    /** Takes over the weights of a reference; two biases of one unit are one here. */
    EngineRig with(Reference reference) {
        Tensors body = reference.model.parameters();
        int hidden = parts.model().hidden();
        boolean isTied = body.names().contains("w1");
        double[] biases = body.get(isTied ? "be" : "bx").clone();
        Doubles.addScaled(1, body.get(isTied ? "b2" : "bh"), biases);
        put("body.input-weights", parts.inputs(), hidden, body.get(isTied ? "we" : "wx"));
        put("body.biases", 1, hidden, biases);
        if (isTied) {
            int width = body.get("b1").length;
            put("body.weights", hidden, width, body.get("w1"));
            put("body.inner-biases", 1, width, body.get("b1"));
        } else {
            boolean isSymmetric = parts.model().isConservative();
            double[] r = body.get("r");
            put("body.weights", hidden, hidden, isSymmetric ? Doubles.symmetricPart(r, hidden) : r);
        }
        if (body.names().contains("gamma")) {
            put("body.feedback", 1, 1, body.get("gamma"));
        }
        put("head.weights", hidden, parts.outputs(), reference.head.parameters.get("v"));
        put("head.biases", 1, parts.outputs(), reference.head.parameters.get("c"));
        engine.constrain(state);
        return this;
    }

    private void put(String name, int n, int m, double[] values) {
        int at = block(name).at();
        for (int o = 0; o < m; o++) {
            for (int i = 0; i < n; i++) {
                state.floats[at + Kernel.weightIndex(n, m, i, o)] = (float) values[o * n + i];
            }
        }
    }

    /** A reference of this gated model's own gates about another reference's body. */
    ReferenceGated gated(ReferenceLooped looped) {
        int hidden = parts.model().hidden();
        int at = parts.parameterFloats() - parts.model().drawn(parts.inputs());
        int biasesAt = at + parts.inputs() * hidden;
        int weightsAt = biasesAt + hidden;
        return new ReferenceGated(
                looped,
                Doubles.matrix(state.floats, at, parts.inputs(), hidden),
                Doubles.matrix(state.floats, biasesAt, 1, hidden),
                Doubles.matrix(state.floats, weightsAt, hidden, hidden));
    }

    private ParameterBlock block(String name) {
        return parts.learned().stream()
                .filter(block -> block.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The engine's gradient in the order of the reference's tensors. */
    Tensors gradient(float[] gradient, Tensors like) {
        int hidden = parts.model().hidden();
        Tensors tensors = like.zeros();
        for (String name : like.names()) {
            switch (name) {
                case "wx", "we" -> take("body.input-weights", parts.inputs(), hidden, gradient, tensors.get(name));
                case "bx", "bh", "be", "b2" -> take("body.biases", 1, hidden, gradient, tensors.get(name));
                case "r" -> take("body.weights", hidden, hidden, gradient, tensors.get(name));
                case "w1" -> take("body.weights", hidden, like.get("b1").length, gradient, tensors.get(name));
                case "b1" -> take("body.inner-biases", 1, like.get("b1").length, gradient, tensors.get(name));
                case "gamma" -> take("body.feedback", 1, 1, gradient, tensors.get(name));
                default -> throw new IllegalArgumentException(name);
            }
        }
        return tensors;
    }

    private void take(String name, int n, int m, float[] gradient, double[] values) {
        System.arraycopy(Doubles.matrix(gradient, block(name).at(), n, m), 0, values, 0, values.length);
    }

    float[] newGradient() {
        return new float[parts.parameterFloats()];
    }

    /** Settles an event from zeros, with this memory of earlier ones. */
    Settlement settle(double[] x, double[][] slots) {
        float[] memory = new float[engine.memory()];
        for (int k = 0; k < slots.length; k++) {
            System.arraycopy(floats(slots[k]), 0, memory, k * slots[k].length, slots[k].length);
        }
        engine.drive(floats(x), 0, memory, 0);
        return engine.settle(new float[engine.size()], 0, true);
    }

    /** The state that so many events with the same features leave, each settled from where the last one did. */
    double[] repeat(double[] x, int events) {
        float[] memory = new float[engine.memory()];
        float[] settled = new float[engine.size()];
        for (int event = 0; event < events; event++) {
            engine.drive(floats(x), 0, memory, 0);
            engine.settle(settled, 0, false);
            System.arraycopy(engine.settled(), 0, settled, 0, settled.length);
            engine.remember(memory, 0);
        }
        return units();
    }

    /** The units of the settled state, without a ring of earlier ones. */
    double[] units() {
        return Doubles.of(engine.settled(), parts.model().hidden());
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
