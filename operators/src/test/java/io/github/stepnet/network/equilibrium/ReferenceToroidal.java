package io.github.stepnet.network.equilibrium;

import java.util.Arrays;

/**
 * A looped model that also hears its own last states, section 1.2. With a ring in its state, slots shift at every iteration; with {@link #held}
 * slots, they are those of previous events and stay.
 */
final class ReferenceToroidal implements ReferenceModel {

    private final ReferenceLooped looped;
    private final double[] decays;
    private final Tensors parameters = new Tensors();
    /** What the slots of previous events add up to; null if they are in the state. */
    private double[] held;

    ReferenceToroidal(ReferenceLooped looped, int slots, double decay, double gamma) {
        this.looped = looped;
        decays = new double[slots];
        for (int k = 0; k < slots; k++) {
            decays[k] = Math.pow(decay, k + 1);
        }
        looped.parameters()
                .names()
                .forEach(name -> parameters.with(name, looped.parameters().get(name)));
        parameters.with("gamma", new double[] {gamma});
    }

    void held(double[][] slots) {
        held = new double[looped.hidden];
        for (int k = 0; k < decays.length; k++) {
            Doubles.addScaled(decays[k], slots[k], held);
        }
    }

    double decaySum() {
        return Arrays.stream(decays).sum();
    }

    double gamma() {
        return parameters.get("gamma")[0];
    }

    @Override
    public Tensors parameters() {
        return parameters;
    }

    @Override
    public void prepare() {
        looped.prepare();
    }

    @Override
    public int size() {
        return held == null ? looped.hidden * (1 + decays.length) : looped.hidden;
    }

    private double[] slot(double[] state, int k) {
        return Arrays.copyOfRange(state, k * looped.hidden, (k + 1) * looped.hidden);
    }

    private double[] recalled(double[] state) {
        if (held != null) {
            return held;
        }
        double[] sum = new double[looped.hidden];
        for (int k = 0; k < decays.length; k++) {
            Doubles.addScaled(decays[k], slot(state, k + 1), sum);
        }
        return sum;
    }

    @Override
    public double[] readout(double[] state) {
        return slot(state, 0);
    }

    @Override
    public double[] target(double[] x, double[] state, double beta, Pull pull) {
        double[] now = slot(state, 0);
        double[] u = looped.preActivation(x, now);
        Doubles.addScaled(gamma(), recalled(state), u);
        if (beta != 0) {
            Doubles.addScaled(-beta, pull.at(now), u);
        }
        double[] target = new double[state.length];
        System.arraycopy(ReferenceLooped.tanh(u), 0, target, 0, looped.hidden);
        System.arraycopy(state, 0, target, looped.hidden, state.length - looped.hidden);
        return target;
    }

    @Override
    public double[] relax(double[] x, double[] state, double[] target, double alpha) {
        double[] next = target.clone();
        for (int i = 0; i < looped.hidden; i++) {
            next[i] = (1 - alpha) * state[i] + alpha * target[i];
        }
        return next;
    }

    @Override
    public double energy(double[] x, double[] state) {
        double[] h = slot(state, 0);
        double echo = held == null ? 0.5 * decaySum() * Doubles.dot(h, h) : Doubles.dot(h, held);
        return looped.energy(x, h) - gamma() * echo;
    }

    @Override
    public void addEnergyGradient(double[] x, double[] state, double factor, Tensors gradient) {
        double[] h = slot(state, 0);
        looped.addEnergyGradient(x, h, factor, gradient);
        double echo = held == null ? 0.5 * decaySum() * Doubles.dot(h, h) : Doubles.dot(h, held);
        gradient.get("gamma")[0] -= factor * echo;
    }
}
