package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model, its head, its solver and its estimate of gradients at work on one key: {@link #attach}, {@link #drive}, {@link #settle}, then what is asked of the settled state.
 *
 * <p>The order of parameters is the body's learned ones, the head's, and those that stay as they were drawn. State: what the model remembers of its weights, a
 * long of milestones. It allocates nothing and keeps nothing of a key between two events.
 */
public final class Equilibrium {

    /** A rise of the energy below this, times the units, is rounding. */
    public static final double ENERGY_TOLERANCE = 1e-5;

    private static final float LEAST_PULL = 0.01f;

    private static final int EXACT_ITERATIONS = 200;
    private static final float EXACT_TOLERANCE = 1e-5f;

    /**
     * What it is made of.
     *
     * @param inputs features of an event
     * @param outputs raw outputs of the head
     * @param contraction bound of the map's Lipschitz constant, or infinity for none
     */
    public record Parts(
            int inputs,
            int outputs,
            EquilibriumModel model,
            Loss loss,
            Settling settling,
            EquilibriumPropagation propagation,
            double contraction) {

        private List<ParameterBlock> body() {
            return model.learned(inputs);
        }

        private int bodyFloats() {
            return body().stream().mapToInt(ParameterBlock::floats).reduce(0, Math::addExact);
        }

        /** The parameters that are learned, from position 0 without holes. */
        public List<ParameterBlock> learned() {
            List<ParameterBlock> all = new ArrayList<>();
            body().forEach(block -> all.add(block.within("body", 0)));
            Head.blocks(model.hidden(), outputs).forEach(block -> all.add(block.within("head", bodyFloats())));
            return List.copyOf(all);
        }

        /** Floats of all parameters. */
        public int parameterFloats() {
            return Math.addExact(learnedFloats(), model.drawn(inputs));
        }

        private int learnedFloats() {
            int head = Math.multiplyExact(Math.addExact(model.hidden(), 1), outputs);
            return Math.addExact(bodyFloats(), head);
        }
    }

    private final Parts parts;
    private final Kernel kernel;
    private final Dynamics dynamics;
    private final Head head;
    private final EquilibriumSolver solver;
    private final Phases phases;
    private final EquilibriumMilestones milestones;
    private final int bodyFloats;
    private final float[] readout;
    private final float[] pull;
    private final float[] exact;
    private final float[] target;

    private Settlement settlement = Settlement.CONVERGED;
    private int iterations;
    private float residual;
    private double rise;

    /**
     * Compiles the parts.
     *
     * @param parametersAt where {@link Parts#parameterFloats} floats have been reserved
     */
    public Equilibrium(Parts parts, int parametersAt, Kernel kernel, StateLayout layout) {
        this.parts = parts;
        this.kernel = kernel;
        int hidden = parts.model.hidden();
        bodyFloats = parts.bodyFloats();
        dynamics =
                parts.model.compile(parts.inputs, parametersAt, parametersAt + parts.learnedFloats(), kernel, layout);
        head = new Head(kernel, parts.loss, hidden, parts.outputs, parametersAt + bodyFloats, parametersAt);
        solver = new EquilibriumSolver(parts.settling, dynamics.size(), kernel);
        phases = new Phases(dynamics, head, solver, hidden, kernel);
        milestones = new EquilibriumMilestones(parts.settling.tolerance(), ENERGY_TOLERANCE * hidden, layout);
        readout = new float[hidden];
        pull = new float[hidden];
        exact = new float[parts.parameterFloats()];
        target = new float[dynamics.size()];
    }

    /** Floats of a settled state. */
    public int size() {
        return dynamics.size();
    }

    /** Floats of what is remembered of previous events beside the settled state. */
    public int memory() {
        return dynamics.memory();
    }

    /** Draws a new key's parameters, within the bound. */
    public void initialize(NetworkState state, SplitMix64 random) {
        dynamics.initialize(state, random);
        head.initialize(state, random);
        constrain(state);
    }

    /** Works for this key from now on. */
    public void attach(NetworkState state) {
        dynamics.attach(state);
        head.attach(state);
    }

    /** Takes in an event's features and the memory before it. */
    public void drive(float[] x, int xAt, float[] memory, int memoryAt) {
        dynamics.drive(x, xAt, memory, memoryAt);
    }

    /**
     * Settles from the state at {@code start[startAt..]}, which stays as it is; one that is not finite is taken for zeros.
     *
     * @param isAudited whether the energy is watched
     */
    public Settlement settle(float[] start, int startAt, boolean isAudited) {
        float[] state = phases.settled();
        System.arraycopy(start, startAt, state, 0, state.length);
        boolean isWatched = isAudited && hasDescent();
        settlement = isWatched ? solver.settleWatched(dynamics, state) : solver.settle(dynamics, state);
        iterations = solver.iterations();
        residual = solver.residual();
        rise = solver.highestRise();
        if (settlement == Settlement.DIVERGED) {
            Arrays.fill(state, 0f);
        }
        return settlement;
    }

    /** The state of the last {@link #settle}; zeros if it has diverged. */
    public float[] settled() {
        return phases.settled();
    }

    /** How the last {@link #settle} has ended. */
    public Settlement settlement() {
        return settlement;
    }

    public int iterations() {
        return iterations;
    }

    public float residual() {
        return residual;
    }

    /** An upper bound of the settled state's distance to the fixed point, {@code residual / (1 - gain)}; infinite without a proof that there is one. */
    public double errorBound(NetworkState state) {
        double gain = dynamics.gain(state);
        return gain < 1 ? residual / (1 - gain) : Double.POSITIVE_INFINITY;
    }

    /** The energy of the settled state. */
    public double energy() {
        return dynamics.energy(phases.settled());
    }

    /** The energy of a state under the present drive; meaningless if the model has none. */
    public double energy(float[] state) {
        return dynamics.energy(state);
    }

    /** One damped iteration of a free phase under the present drive, from a state that stays as it is. */
    public void step(float[] state, float[] next) {
        System.arraycopy(state, 0, next, 0, state.length);
        dynamics.target(next, Dynamics.Pull.NONE, target);
        dynamics.relax(next, target, parts.settling.damping());
    }

    /** The raw outputs of the settled state. */
    public void read(float[] raw, int at) {
        dynamics.readout(phases.settled(), readout);
        head.read(readout, raw, at);
    }

    /** Takes the settled state into the memory. */
    public void remember(float[] memory, int memoryAt) {
        dynamics.remember(phases.settled(), memory, memoryAt);
    }

    /**
     * Adds {@code factor} times the gradient of the settled loss.
     *
     * @param truth in the form that the loss takes
     * @return false if a phase has diverged; then the gradient is of no use
     */
    public boolean addGradient(float[] truth, float factor, float[] gradient) {
        head.aim(truth);
        dynamics.readout(phases.settled(), readout);
        head.addGradient(readout, factor, gradient);
        return parts.propagation.addGradient(phases, factor, gradient);
    }

    /** Shrinks the key's weights to the bound; false if they are too large to be measured. */
    public boolean constrain(NetworkState state) {
        return dynamics.constrain(state, parts.contraction);
    }

    /**
     * Upper bound of the Lipschitz constant of a damped step with the key's weights; NaN where units have rates of their own, for which none is known. With a ring it is one of the
     * largest norm over the slots.
     */
    public double contraction(NetworkState state) {
        return dynamics.stepGain(state, parts.settling.damping());
    }

    // ---- milestones

    /** Starts a tick, whose milestones are told here until the next. */
    public EquilibriumEvents startTick() {
        return milestones.startTick();
    }

    /** Tells how the last {@link #settle} has ended. */
    public void reportSettlement(NetworkState state) {
        milestones.settled(state, settlement, residual);
    }

    /** Tells of the key's weights as they are now, and of the energy if the last {@link #settle} has watched it. */
    public void reportModel(NetworkState state) {
        double step = contraction(state);
        milestones.bounded(state, Double.isNaN(step) ? dynamics.gain(state) : step);
        if (rise > Double.NEGATIVE_INFINITY) {
            milestones.watched(state, rise);
        }
    }

    /**
     * Compares the body of a gradient that was made by one {@link #addGradient} of this truth with the exact one. A loss whose pull on the state is below {@value
     * #LEAST_PULL} moves it by little more than floats round, so it is not judged.
     */
    public void audit(NetworkState state, float[] truth, float[] gradient) {
        if (pulls(truth)) {
            milestones.compared(state, cosineWithExact(gradient));
        }
    }

    /** The cosine of such a comparison; NaN if there is nothing to judge, or the exact gradient is not found. */
    public double cosine(float[] truth, float[] gradient) {
        return pulls(truth) ? cosineWithExact(gradient) : Double.NaN;
    }

    private boolean pulls(float[] truth) {
        head.aim(truth);
        dynamics.readout(phases.settled(), readout);
        head.signal(readout, pull);
        return Math.sqrt(kernel.sumOfSquares(pull.length, pull, 0)) >= LEAST_PULL;
    }

    private double cosineWithExact(float[] gradient) {
        Arrays.fill(exact, 0f);
        float change = phases.addAdjoint(EXACT_ITERATIONS, EXACT_TOLERANCE, 1f, exact);
        return change <= EXACT_TOLERANCE ? cosine(gradient) : Double.NaN;
    }

    private double cosine(float[] gradient) {
        double product = 0;
        double given = 0;
        double wanted = 0;
        for (int i = 0; i < bodyFloats; i++) {
            product += (double) gradient[i] * exact[i];
            given += (double) gradient[i] * gradient[i];
            wanted += (double) exact[i] * exact[i];
        }
        return product / Math.sqrt(given * wanted);
    }

    private boolean hasDescent() {
        return parts.model.descends() && parts.settling.acceleration() == Settling.Acceleration.PICARD;
    }
}
