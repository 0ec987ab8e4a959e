package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link LoopedMlp} that also hears a ring of its last states: {@code h = tanh(Wx x + b + W h + gamma sum_k decay^k s_k)}, {@code s_1} the newest of {@code slots}.
 *
 * <p>The feedback {@code gamma} is learned, from 0.1. Its sum {@code A = sum_k decay^k} counts in the bound of the weights: first {@code |gamma| A} is cut to half
 * of the bound, then the norm of {@code W} to what is left. State: that of {@code LoopedMlp}, one parameter, and {@code slots hidden} floats.
 *
 * <p>Errors are sizes below 1 and a decay outside (0, 1]. Section 1.2 of the specification.
 *
 * @param hidden units
 * @param symmetric whether {@code W} is kept symmetric
 * @param slots states in the ring
 * @param decay weight of a state, times that of the one after it
 * @param shift when the ring moves on
 */
public record ToroidalMlp(
        @Default("64") int hidden,
        @Default("true") boolean symmetric,
        @Default("3") int slots,
        @Default("0.9") float decay,
        @Default("event") Shift shift)
        implements EquilibriumModel {

    /** When the ring moves on. */
    public enum Shift {
        /**
         * Once per event: slots hold the settled states of the key's previous events, and stay while one settles. A gradient does not reach back into
         * them.
         */
        EVENT,

        /**
         * At every iteration: slots hold the states before. What settles is {@code W + gamma A I}, delayed, so the energy of its fixed point need not fall on
         * the way.
         */
        ITERATION
    }

    public ToroidalMlp {
        Sizes.check("ToroidalMlp.hidden", hidden);
        Sizes.check("ToroidalMlp.slots", slots);
        Sizes.check("ToroidalMlp.decay", decay, 1e-6f, 1);
    }

    /** Symmetric, three slots of decay 0.9. */
    public static ToroidalMlp of(int hidden, Shift shift) {
        return new ToroidalMlp(hidden, true, 3, 0.9f, shift);
    }

    @Override
    public List<ParameterBlock> learned(int inputs) {
        List<ParameterBlock> blocks = new ArrayList<>(Recurrence.blocks(inputs, hidden));
        blocks.add(new ParameterBlock("feedback", feedbackAt(inputs), 1, ParameterBlock.Role.WEIGHT));
        return List.copyOf(blocks);
    }

    private int feedbackAt(int inputs) {
        ParameterBlock last = Recurrence.blocks(inputs, hidden).get(2);
        return last.at() + last.floats();
    }

    @Override
    public boolean isConservative() {
        return symmetric;
    }

    @Override
    public boolean descends() {
        return symmetric && shift == Shift.EVENT;
    }

    @Override
    public boolean isComplex() {
        return symmetric && shift == Shift.EVENT;
    }

    @Override
    public Dynamics compile(int inputs, int parametersAt, int drawnAt, Kernel kernel, StateLayout layout) {
        Recurrence recurrence = new Recurrence(inputs, hidden, symmetric, parametersAt, kernel, layout);
        Feedback feedback = new Feedback(slots, decay, hidden, kernel, parametersAt, feedbackAt(inputs));
        return switch (shift) {
            case EVENT -> new EventRing(recurrence, feedback);
            case ITERATION -> new IterationRing(recurrence, feedback);
        };
    }
}
