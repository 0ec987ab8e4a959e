package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import java.util.List;

/**
 * A block with a path around it: {@code y = x + block(x)}, or {@code y = P x + block(x)} if the block changes the shape.
 *
 * <p>The projection {@code P} is an affine map of its own, over all values or, where input and output are sequences of equal
 * length, the same for every step. In a mesh the sum meets the same sample's {@code x}, however deep the block is. The sum has no
 * parameters, no tape and no tick; a deep net of such blocks learns where a plain one stalls.
 *
 * <p>He, Zhang, Ren and Sun, Deep residual learning for image recognition (CVPR 2016).
 *
 * @param block what the path leads around, often a {@link Sequential} that starts with a normalisation
 */
public record Residual(LayerSpec block) implements LayerSpec {

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Wire through = wiring.lay("block", block, from);
        Wire around = from.shape().equals(through.shape()) ? from : project(wiring, from, through);
        return wiring.join(new Sum(List.of(through.shape(), around.shape()), 1f), List.of(through, around));
    }

    private static Wire project(Wiring wiring, Wire from, Wire like) {
        Shape before = from.shape();
        Shape after = like.shape();
        boolean isStepwise = before.rank() == 2 && after.rank() == 2 && before.size(0) == after.size(0);
        LayerSpec projection = isStepwise
                ? new StepwiseDense(after.size(1), Activation.IDENTITY, Initializer.XAVIER)
                : new Dense(after.floats(), Activation.IDENTITY, Initializer.XAVIER);
        return wiring.lay("projection", projection, from).seenAs(after);
    }
}
