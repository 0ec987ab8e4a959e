package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * The stage of a recurrent layer: a {@link Cell} that is stepped through an event, and all about it that does not depend on the cell's
 * formulas.
 *
 * <p>The pre-activations of a step are one row of {@code row} floats, a run of {@code units} for each gate:
 *
 * <pre>{@code
 * row = biases;  row[0, fed) += x_t inputWeights;  row[row - fed, row) += h_{t-1} recurrentWeights
 * }</pre>
 *
 * with {@code inputWeights: inputs x fed}, {@code recurrentWeights: units x fed}. Where {@code row} is longer than {@code fed}, the gates in the
 * middle get both terms and those at the ends one. Tape: the hidden states that are not in the output, from the one before the event on;
 * the cell's other states before the event; the rows, unless the hidden state is all that they become. Scratch: the signals of
 * the rows; the cell's own; the state's signal, if there is no memory that has one; {@code fed} floats of a bias gradient that is
 * counted already.
 */
final class Unrolled implements Stage {

    /** Number of steps in an event. */
    final int steps;

    /** Number of hidden units. */
    final int units;

    /** Whether the state goes from event to event. */
    final boolean carried;

    private final Cell cell;
    private final Shape input;
    private final Shape output;
    private final int inputs;
    private final int fed;
    private final int row;
    private final int recurrentWeights;
    private final int biases;
    /** The first step that is put out. */
    private final int shown;
    /** The first step with a state before it that is not zero by definition. */
    private final int linked;

    private final int keptState;
    private final int keptRows;
    private final int tape;
    private final int own;
    private final int stateSignal;
    private final int counted;
    private final int scratch;

    /** @throws IllegalArgumentException if the input is neither a vector nor a matrix */
    Unrolled(String layer, Cell cell, Shape input, int units, boolean carried, boolean lastStep) {
        if (input.rank() > 2) {
            throw new IllegalArgumentException(
                    layer + " takes steps x inputs, or a vector as one step, but the input is " + input
                            + "; put a Reshape to two sizes before it");
        }
        this.cell = cell;
        this.input = input;
        this.units = units;
        this.carried = carried;
        boolean isSequence = input.rank() == 2;
        steps = isSequence ? input.size(0) : 1;
        inputs = input.floats() / steps;
        output = isSequence && !lastStep ? Shape.of(steps, units) : Shape.of(units);
        fed = Math.multiplyExact(cell.gates(), units);
        row = Math.multiplyExact(cell.row(), units);
        recurrentWeights = Math.multiplyExact(inputs, fed);
        biases = Math.addExact(recurrentWeights, Math.multiplyExact(units, fed));
        shown = lastStep ? steps - 1 : 0;
        linked = carried ? 0 : 1;
        int rows = Math.multiplyExact(steps, row);
        int state = cell.states() * units;
        keptState = Math.multiplyExact(shown + 1, units);
        keptRows = keptState + state - units;
        tape = Math.addExact(keptRows, cell.isOneActivation() ? 0 : rows);
        own = rows;
        stateSignal = Math.addExact(own, cell.scratch(steps, units));
        counted = stateSignal + (carried ? 0 : state);
        scratch = Math.addExact(counted, fed);
    }

    /** @throws IllegalArgumentException if a layer's {@code outputs} is below 1 */
    static void checkOutputs(String layer, int outputs) {
        if (outputs < 1) {
            throw new IllegalArgumentException(layer + ".outputs is " + outputs + "; it must be at least 1");
        }
    }

    /** @throws IllegalArgumentException if what a layer's biases start as is not finite */
    static void checkBias(String component, float bias) {
        if (!Float.isFinite(bias)) {
            throw new IllegalArgumentException(component + " is " + bias + "; it must be finite");
        }
    }

    @Override
    public Shape input() {
        return input;
    }

    @Override
    public Shape output() {
        return output;
    }

    @Override
    public List<ParameterBlock> parameters() {
        return List.of(
                new ParameterBlock("inputWeights", 0, recurrentWeights, ParameterBlock.Role.WEIGHT),
                new ParameterBlock(
                        "recurrentWeights", recurrentWeights, biases - recurrentWeights, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", biases, row, ParameterBlock.Role.BIAS));
    }

    @Override
    public int tape() {
        return tape;
    }

    @Override
    public int memory() {
        return carried ? cell.states() * units : 0;
    }

    @Override
    public boolean isRecurrent() {
        return carried;
    }

    @Override
    public int scratch() {
        return scratch;
    }

    @Override
    public int deltas() {
        return cell.isOneActivation() ? own : 0;
    }

    @Override
    public int fanOut() {
        return fed;
    }

    /** Weights of the input normal with variance {@code 2 / (inputs + units)}, recurrent ones with {@code 1 / units}. */
    @Override
    public void initialize(float[] parameters, int at, SplitMix64 random) {
        draw(parameters, at, inputs, random, StrictMath.sqrt(2.0 / (inputs + (double) units)));
        draw(parameters, at + recurrentWeights, units, random, StrictMath.sqrt(1.0 / units));
        for (int b = 0; b < row; b++) {
            parameters[at + biases + b] = cell.bias(b / units);
        }
    }

    private void draw(float[] parameters, int at, int n, SplitMix64 random, double deviation) {
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < fed; o++) {
                parameters[at + Kernel.weightIndex(n, fed, i, o)] = (float) (random.nextGaussian() * deviation);
            }
        }
    }

    @Override
    public void forward(Frame f) {
        if (carried) {
            System.arraycopy(f.memory, f.memoryAt, f.values, f.tapeAt, units);
            System.arraycopy(f.memory, f.memoryAt + units, f.values, stateAt(f), keptRows - keptState);
        } else {
            Arrays.fill(f.values, f.tapeAt, f.tapeAt + units, 0f);
            Arrays.fill(f.values, stateAt(f), f.tapeAt + keptRows, 0f);
        }
        cell.forward(f, this);
        if (carried) {
            System.arraycopy(f.values, hiddenAt(f, steps - 1), f.memory, f.memoryAt, units);
        }
    }

    @Override
    public void delta(Frame f, float epsilon) {
        int at = f.memorySignalAt;
        if (!carried) {
            at = f.scratchAt + stateSignal;
            Arrays.fill(f.work, at, f.scratchAt + counted, 0f);
        }
        cell.delta(f, this, at, epsilon);
    }

    @Override
    public void accumulate(Frame f, float scale) {
        float[] g = f.gradient;
        int gw = f.gradientAt;
        int gu = gw + recurrentWeights;
        int gb = gw + biases;
        for (int t = 0; t < steps; t++) {
            int d = deltaAt(f, t);
            f.kernel.addOuterProduct(inputs, fed, scale, f.values, f.inputAt + t * inputs, f.work, d, g, gw, g, gb);
            f.kernel.addScaled(row - fed, scale, f.work, d + fed, g, gb + fed);
        }
        int nowhere = f.scratchAt + counted;
        Arrays.fill(f.work, nowhere, nowhere + fed, 0f);
        for (int t = linked; t < steps; t++) {
            int d = deltaAt(f, t) + row - fed;
            f.kernel.addOuterProduct(
                    units, fed, scale, f.values, hiddenAt(f, t - 1), f.work, d, g, gu, f.work, nowhere);
        }
    }

    @Override
    public void pullback(Frame f) {
        for (int t = 0; t < steps; t++) {
            int dx = f.inputSignalAt + t * inputs;
            f.kernel.affineTransposed(inputs, fed, f.parameters, f.parametersAt, f.work, deltaAt(f, t), f.work, dx);
        }
    }

    // ---- what a cell needs

    /** Where the hidden state after a step starts in the frame's values; that of step -1 is the one before the event. */
    int hiddenAt(Frame f, int step) {
        return step < shown ? f.tapeAt + (step + 1) * units : f.outputAt + (step - shown) * units;
    }

    /** Where the states besides the hidden one, as they were before the event, start in the frame's values. */
    int stateAt(Frame f) {
        return f.tapeAt + keptState;
    }

    /** Where a step's row starts in the frame's values. */
    int rowAt(Frame f, int step) {
        return f.tapeAt + keptRows + step * row;
    }

    /** Where the signal of a step's row starts in the frame's work. */
    int deltaAt(Frame f, int step) {
        return f.scratchAt + step * row;
    }

    /** Where the cell's own scratch starts in the frame's work. */
    int ownAt(Frame f) {
        return f.scratchAt + own;
    }

    /** Writes the pre-activations of a step to {@code at} in the frame's values. */
    void preactivate(Frame f, int step, int at) {
        float[] p = f.parameters;
        int b = f.parametersAt + biases;
        float[] v = f.values;
        f.kernel.affine(inputs, fed, p, f.parametersAt, p, b, v, f.inputAt + step * inputs, v, at);
        System.arraycopy(p, b + fed, v, at + fed, row - fed);
        if (step >= linked) {
            int y = at + row - fed;
            f.kernel.affine(units, fed, p, f.parametersAt + recurrentWeights, v, y, v, hiddenAt(f, step - 1), v, y);
        }
    }

    /** Adds the signal of a step's output, if it is put out, to that of its hidden state at {@code at} in the frame's work. */
    void addOutputSignal(Frame f, int step, int at) {
        if (step >= shown) {
            f.kernel.add(units, f.work, f.outputSignalAt + (step - shown) * units, f.work, at);
        }
    }

    /**
     * Overwrites {@code at} in the frame's work by what the signal of a step's row is at the hidden state before. A state that
     * is always zero needs none.
     */
    void pullToStateBefore(Frame f, int step, int at) {
        if (step >= linked) {
            int d = deltaAt(f, step) + row - fed;
            f.kernel.affineTransposed(
                    units, fed, f.parameters, f.parametersAt + recurrentWeights, f.work, d, f.work, at);
        }
    }
}
