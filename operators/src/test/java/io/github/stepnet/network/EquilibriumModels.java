package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.ModernTied;
import io.github.stepnet.network.equilibrium.ModernTiedLayerNorm;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import java.util.List;

/** A small model of every kind, for contracts that all have to keep. */
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
}
