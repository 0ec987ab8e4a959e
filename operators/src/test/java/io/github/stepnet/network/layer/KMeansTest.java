package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.KMeans.Output;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KMeansTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        List<LayerCase> cases = new ArrayList<>();
        for (Output output : Output.values()) {
            cases.add(LayerCase.of(new KMeans(1, 1f, output), 1));
            cases.add(LayerCase.of(new KMeans(4, 1f, output), 3));
            cases.add(LayerCase.of(new KMeans(3, 0.7f, output), 2));
            cases.add(LayerCase.of(new KMeans(2, 4f, output), 4, 5));
        }
        return cases;
    }

    @Test
    void assignmentsFollowTheDistancesAndFeaturesMixTheCentres() {
        // distances 1 and 2 from the input to the centres (1, 0) and (0, -2)
        float first = (float) (1 / (1 + StrictMath.exp((1.0 - 4.0) / (2 * 1.5 * 1.5))));
        assertArrayEquals(new float[] {first, 1f - first}, answer(Output.ASSIGNMENTS), 1e-6f);
        assertArrayEquals(new float[] {first, -2f * (1f - first)}, answer(Output.FEATURES), 1e-6f);
    }

    private static float[] answer(Output output) {
        LayerCase c = LayerCase.of(new KMeans(2, 1.5f, output), 2);
        Stage stage = ((StageNode) LayerRig.plan(c).nodes().get(1)).stage();
        StageRig rig = new StageRig(stage, LayerCase.Inputs.REAL, ScalarKernel.INSTANCE);
        Frame f = rig.frame;
        System.arraycopy(new float[] {1f, 0f, 0f, -2f}, 0, f.parameters, f.parametersAt, 4);
        Arrays.fill(f.values, f.inputAt, f.inputAt + 2, 0f);
        stage.forward(f);
        return Arrays.copyOfRange(f.values, f.outputAt, f.outputAt + 2);
    }

    @Test
    void itsNumbersAreChecked() {
        assertEquals(
                "KMeans.clusters is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new KMeans(0))
                        .getMessage());
        assertEquals(
                "KMeans.temperature is 0.0; it must be above 1e-6 and finite",
                assertThrows(IllegalArgumentException.class, () -> new KMeans(2, 0f, Output.FEATURES))
                        .getMessage());
    }

    @Override
    protected boolean isWithoutEffect(LayerCase c, ParameterBlock block) {
        KMeans layer = (KMeans) c.layer();
        return layer.clusters() == 1 && layer.output() == KMeans.Output.ASSIGNMENTS;
    }
}
