package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.PlanBuilder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return List.of(
                LayerCase.ofIds(new Embedding(5, 1), 1),
                LayerCase.ofIds(new Embedding(7, 9), 4),
                LayerCase.ofIds(new Embedding(5, 3), 11),
                LayerCase.ofIds(new Embedding(1, 2), 6));
    }

    @Override
    protected List<LayerCase> refusals() {
        return List.of(LayerCase.of(new Embedding(5, 2), 2, 3));
    }

    @Test
    void everyIdGivesItsRowAndWhatIsNoneGivesZerosAndTeachesNothing() {
        float[] ids = {2f, -1f, 0.5f, 3f, Float.NaN, 0f, Float.POSITIVE_INFINITY, -0f};
        StageRig rig = new StageRig(stage(ids.length), LayerCase.Inputs.IDS, ScalarKernel.INSTANCE);
        Frame f = rig.frame;
        System.arraycopy(new float[] {1f, 2f, 3f, 4f, 5f, 6f}, 0, f.parameters, f.parametersAt, 6);
        System.arraycopy(ids, 0, f.values, f.inputAt, ids.length);
        rig.stage.forward(f);
        assertArrayEquals(
                new float[] {5f, 6f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 1f, 2f, 0f, 0f, 1f, 2f},
                Arrays.copyOfRange(f.values, f.outputAt, f.outputAt + 16));
        Arrays.fill(f.work, f.outputSignalAt, f.outputSignalAt + 16, 1f);
        Arrays.fill(f.gradient, 0f);
        rig.stage.delta(f, 0f);
        rig.stage.accumulate(f, 0.5f);
        rig.stage.pullback(f);
        assertArrayEquals(
                new float[] {1f, 1f, 0f, 0f, 0.5f, 0.5f},
                Arrays.copyOfRange(f.gradient, f.gradientAt, f.gradientAt + 6));
        assertArrayEquals(
                new float[ids.length], Arrays.copyOfRange(f.work, f.inputSignalAt, f.inputSignalAt + ids.length));
    }

    private static Stage stage(int ids) {
        PlanBuilder builder = Plan.input(Shape.of(ids));
        Plan plan = builder.build(builder.lay("Rig.layer", new Embedding(3, 2), builder.input()));
        return ((StageNode) plan.nodes().get(0)).stage();
    }

    @Test
    void itsNumbersAreChecked() {
        assertEquals(
                "Embedding.vocabulary is 0; it must be within [1, 16777216]",
                assertThrows(IllegalArgumentException.class, () -> new Embedding(0, 4))
                        .getMessage());
        assertEquals(
                "Embedding.size is 0; it must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Embedding(4, 0))
                        .getMessage());
    }
}
