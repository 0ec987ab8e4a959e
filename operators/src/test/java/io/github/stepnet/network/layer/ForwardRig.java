package io.github.stepnet.network.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.PlanBuilder;
import java.util.List;

/** A layer of one stage with parameters that a test sets: what it puts out for an input, by every kernel. */
final class ForwardRig {

    private ForwardRig() {}

    /** Asserts the output for an input, given all parameters in the order of the layer's blocks. */
    static void assertOutput(float[] expected, LayerSpec layer, Shape shape, float[] parameters, float[] x) {
        for (Kernel kernel : List.of(ScalarKernel.INSTANCE, Kernels.auto())) {
            assertArrayEquals(expected, output(layer, shape, parameters, x, kernel), 1e-5f, kernel.name());
        }
    }

    static float[] output(LayerSpec layer, Shape shape, float[] parameters, float[] x, Kernel kernel) {
        Stage stage = stage(layer, shape);
        assertEquals(stage.parameterFloats(), parameters.length);
        assertEquals(stage.input().floats(), x.length);
        StageRig rig = new StageRig(stage, LayerCase.Inputs.REAL, kernel);
        System.arraycopy(parameters, 0, rig.frame.parameters, rig.frame.parametersAt, parameters.length);
        System.arraycopy(x, 0, rig.frame.values, rig.frame.inputAt, x.length);
        stage.forward(rig.frame);
        float[] output = new float[rig.outputs];
        System.arraycopy(rig.frame.values, rig.frame.outputAt, output, 0, output.length);
        return output;
    }

    /** The one stage that the layer lays for a shape. */
    static Stage stage(LayerSpec layer, Shape shape) {
        PlanBuilder builder = Plan.input(shape);
        Plan plan = builder.build(builder.lay("layer", layer, builder.input()));
        assertEquals(1, plan.nodes().size());
        return ((StageNode) plan.nodes().get(0)).stage();
    }

    /** Several runs of parameters, one behind the other. */
    static float[] joined(float[]... runs) {
        int floats = 0;
        for (float[] run : runs) {
            floats += run.length;
        }
        float[] joined = new float[floats];
        int at = 0;
        for (float[] run : runs) {
            System.arraycopy(run, 0, joined, at, run.length);
            at += run.length;
        }
        return joined;
    }
}
