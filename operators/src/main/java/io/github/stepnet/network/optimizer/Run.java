package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.ParameterBlock.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Adjoining parameters that an optimiser treats alike: one call of the kernel.
 *
 * <p>Blocks are merged while an optimiser is bound, so the usual network costs one call per update however many layers it has. A block that
 * is not given belongs to no run, and nothing moves it.
 *
 * @param at position of the first parameter, counted from the network's first
 * @param floats number of parameters
 * @param isWeight whether they are weights; what is neither is smoothed nor decayed
 */
record Run(int at, int floats, boolean isWeight) {

    /** The runs of an optimiser that asks for no roles; they say that they are weights. */
    static Run[] alike(List<ParameterBlock> blocks) {
        return of(blocks, false);
    }

    /** The runs of an optimiser that treats weights in another way than biases and gains. */
    static Run[] weightsApart(List<ParameterBlock> blocks) {
        return of(blocks, true);
    }

    private static Run[] of(List<ParameterBlock> blocks, boolean apart) {
        List<Run> runs = new ArrayList<>();
        for (ParameterBlock block : blocks) {
            Run run = new Run(block.at(), block.floats(), !apart || block.role() == Role.WEIGHT);
            Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
            if (last != null && last.isWeight == run.isWeight && last.at + last.floats == run.at) {
                runs.set(runs.size() - 1, new Run(last.at, last.floats + run.floats, run.isWeight));
            } else {
                runs.add(run);
            }
        }
        return runs.toArray(new Run[0]);
    }
}
