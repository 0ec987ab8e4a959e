package io.github.stepnet.network.equilibrium;

/** A looped model each of whose units moves at the rate of a gate, section 1.4. */
final class ReferenceGated implements ReferenceModel {

    static final double LOWEST = 0.1;

    private final ReferenceLooped looped;
    private final double[] wzx;
    private final double[] bz;
    private final double[] wzh;

    ReferenceGated(ReferenceLooped looped, double[] wzx, double[] bz, double[] wzh) {
        this.looped = looped;
        this.wzx = wzx;
        this.bz = bz;
        this.wzh = wzh;
    }

    @Override
    public Tensors parameters() {
        return looped.parameters();
    }

    @Override
    public void prepare() {
        looped.prepare();
    }

    @Override
    public int size() {
        return looped.hidden;
    }

    @Override
    public double[] target(double[] x, double[] state, double beta, Pull pull) {
        return looped.target(x, state, beta, pull);
    }

    @Override
    public double[] relax(double[] x, double[] state, double[] target, double alpha) {
        double[] gate = bz.clone();
        Doubles.addProduct(wzx, x, gate);
        Doubles.addProduct(wzh, state, gate);
        double[] next = new double[state.length];
        for (int i = 0; i < next.length; i++) {
            double z = Math.max(LOWEST, 1 / (1 + Math.exp(-gate[i])));
            next[i] = (1 - z) * state[i] + z * target[i];
        }
        return next;
    }

    @Override
    public double energy(double[] x, double[] state) {
        return looped.energy(x, state);
    }

    @Override
    public void addEnergyGradient(double[] x, double[] state, double factor, Tensors gradient) {
        looped.addEnergyGradient(x, state, factor, gradient);
    }
}
