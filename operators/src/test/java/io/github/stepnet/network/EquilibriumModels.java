package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.ModernTied;
import io.github.stepnet.network.equilibrium.ModernTiedLayerNorm;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import java.util.ArrayList;
import java.util.List;

/** A small model of every kind and a learner of every estimate, for contracts that all have to keep. */
final class EquilibriumModels {

    private EquilibriumModels() {}

    static List<EquilibriumModel> all() {
        return List.of(
                new LoopedMlp(16, true),
                ToroidalMlp.of(16, ToroidalMlp.Shift.EVENT),
                ToroidalMlp.of(16, ToroidalMlp.Shift.ITERATION),
                new ModernTied(8, 32),
                new ModernTiedLayerNorm(8, 32, 1),
                new GatedMlp(16));
    }

    /** Learners of four features and two classes: all models, symmetric or not, all estimates, mixing and a cadence. */
    static List<EquilibriumLearner> learners() {
        EquilibriumLearner looped = of(new LoopedMlp(16, true));
        List<EquilibriumLearner> learners = new ArrayList<>();
        all().forEach(model -> learners.add(of(model)));
        learners.addAll(List.of(
                looped.propagation(new EquilibriumPropagation.OneSided(0.2f)),
                looped.propagation(new EquilibriumPropagation.Holomorphic(0.2f)),
                looped.propagation(new EquilibriumPropagation.Adjoint(50, 1e-4f)),
                looped.settling(Settling.standard().acceleration(Settling.Acceleration.ANDERSON)),
                looped.cadence(3),
                nonSymmetric(new LoopedMlp(16, false), new EquilibriumPropagation.Asymmetric(0.2f)),
                nonSymmetric(new LoopedMlp(16, false), new EquilibriumPropagation.Adjoint(50, 1e-4f)),
                nonSymmetric(
                        new ToroidalMlp(16, false, 3, 0.9f, ToroidalMlp.Shift.EVENT),
                        new EquilibriumPropagation.Asymmetric(0.2f)),
                nonSymmetric(
                        new ToroidalMlp(16, false, 3, 0.9f, ToroidalMlp.Shift.ITERATION),
                        new EquilibriumPropagation.Asymmetric(0.2f))));
        return learners;
    }

    static EquilibriumLearner of(EquilibriumModel model) {
        return EquilibriumLearner.of(EquilibriumSpec.of(4, model, 2));
    }

    static EquilibriumLearner nonSymmetric(EquilibriumModel model, EquilibriumPropagation propagation) {
        return of(new LoopedMlp(16, true)).propagation(propagation).network(EquilibriumSpec.of(4, model, 2));
    }
}
