package io.github.stepnet.custom;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.CustomLayer;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.LayerCase;
import io.github.stepnet.network.layer.LayerContract;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.layer.Wiring;
import java.util.List;

/** A layer of a user's own, outside the library's packages, is held to the library's contract. */
class OwnLayerTest extends LayerContract {

    @Override
    protected List<LayerCase> examples() {
        return List.of(LayerCase.of(new Scale(), 1), LayerCase.of(new Scale(), 5), LayerCase.of(new Scale(), 2, 3));
    }

    /** {@code y = w x}, value by value. */
    record Scale() implements CustomLayer {

        @Override
        public Wire lay(Wiring wiring, Wire from) {
            return wiring.through(new Compiled(from.shape(), from.floats()), from);
        }

        private record Compiled(Shape input, int n) implements Stage {

            @Override
            public Shape output() {
                return input;
            }

            @Override
            public List<ParameterBlock> parameters() {
                return List.of(new ParameterBlock("factors", 0, n, ParameterBlock.Role.WEIGHT));
            }

            @Override
            public void initialize(float[] parameters, int at, SplitMix64 random) {
                for (int i = 0; i < n; i++) {
                    parameters[at + i] = 1f;
                }
            }

            @Override
            public void forward(Frame f) {
                f.kernel.multiply(n, f.parameters, f.parametersAt, f.values, f.inputAt, f.values, f.outputAt);
            }

            @Override
            public void delta(Frame f, float epsilon) {}

            @Override
            public void accumulate(Frame f, float scale) {
                for (int i = 0; i < n; i++) {
                    f.gradient[f.gradientAt + i] += scale * f.values[f.inputAt + i] * f.work[f.outputSignalAt + i];
                }
            }

            @Override
            public void pullback(Frame f) {
                f.kernel.multiply(n, f.parameters, f.parametersAt, f.work, f.outputSignalAt, f.work, f.inputSignalAt);
            }
        }
    }
}
