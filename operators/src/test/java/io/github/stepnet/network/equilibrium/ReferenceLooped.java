package io.github.stepnet.network.equilibrium;

/** {@code h = tanh(Wx x + bx + W h + bh)}, section 1.1, with what only the non-symmetric mode needs. */
final class ReferenceLooped implements ReferenceModel {

    final int inputs;
    final int hidden;
    final boolean isSymmetric;
    private final Tensors parameters;
    private double[] w;

    ReferenceLooped(boolean isSymmetric, double[] wx, double[] bx, double[] r, double[] bh) {
        this.isSymmetric = isSymmetric;
        hidden = bx.length;
        inputs = wx.length / hidden;
        parameters = new Tensors().with("wx", wx).with("bx", bx).with("r", r).with("bh", bh);
        prepare();
    }

    @Override
    public void prepare() {
        double[] r = parameters.get("r");
        w = isSymmetric ? Doubles.symmetricPart(r, hidden) : r;
    }

    @Override
    public Tensors parameters() {
        return parameters;
    }

    @Override
    public int size() {
        return hidden;
    }

    /** The matrix that acts, of the stored one. */
    double[] w() {
        return w;
    }

    double[] drive(double[] x) {
        double[] drive = parameters.get("bx").clone();
        Doubles.addScaled(1, parameters.get("bh"), drive);
        Doubles.addProduct(parameters.get("wx"), x, drive);
        return drive;
    }

    double[] preActivation(double[] x, double[] h) {
        double[] u = drive(x);
        if (isSymmetric) {
            Doubles.addTransposed(w, h, u);
        } else {
            Doubles.addProduct(w, h, u);
        }
        return u;
    }

    static double[] tanh(double[] u) {
        double[] h = new double[u.length];
        for (int i = 0; i < h.length; i++) {
            h[i] = Math.tanh(u[i]);
        }
        return h;
    }

    @Override
    public double[] target(double[] x, double[] h, double beta, Pull pull) {
        double[] u = preActivation(x, h);
        if (beta != 0) {
            Doubles.addScaled(-beta, pull.at(h), u);
        }
        return tanh(u);
    }

    /** The target of asymmetric equilibrium propagation about {@code h0}: section 3.3. */
    double[] mirroredTarget(double[] x, double[] h0, double[] h, double beta, Pull pull) {
        double[] u = preActivation(x, h0);
        double[] moved = h.clone();
        Doubles.addScaled(-1, h0, moved);
        Doubles.addTransposed(w(), moved, u);
        Doubles.addScaled(-beta, pull.at(h), u);
        return tanh(u);
    }

    @Override
    public double energy(double[] x, double[] h) {
        double[] wh = new double[hidden];
        Doubles.addProduct(w(), h, wh);
        return entropy(h) - 0.5 * Doubles.dot(h, wh) - Doubles.dot(h, drive(x));
    }

    static double entropy(double[] h) {
        double sum = 0;
        for (double v : h) {
            sum += v * 0.5 * Math.log((1 + v) / (1 - v)) + 0.5 * Math.log(1 - v * v);
        }
        return sum;
    }

    @Override
    public void addEnergyGradient(double[] x, double[] h, double factor, Tensors gradient) {
        Doubles.addOuter(-factor, h, x, gradient.get("wx"));
        Doubles.addScaled(-factor, h, gradient.get("bx"));
        Doubles.addScaled(-factor, h, gradient.get("bh"));
        Doubles.addOuter(-0.5 * factor, h, h, gradient.get("r"));
    }

    /** The gradient of a signal at the pre-activations of the state {@code h0}. */
    void addSignal(double[] x, double[] h0, double[] signal, double factor, Tensors gradient) {
        Doubles.addOuter(factor, signal, x, gradient.get("wx"));
        Doubles.addScaled(factor, signal, gradient.get("bx"));
        Doubles.addScaled(factor, signal, gradient.get("bh"));
        if (isSymmetric) {
            Doubles.addOuter(0.5 * factor, signal, h0, gradient.get("r"));
            Doubles.addOuter(0.5 * factor, h0, signal, gradient.get("r"));
        } else {
            Doubles.addOuter(factor, signal, h0, gradient.get("r"));
        }
    }

    /** The Jacobian of a damped step at a fixed point: {@code (1 - alpha) I + alpha D W}. */
    double[] jacobian(double[] h0, double alpha) {
        double[] jacobian = new double[hidden * hidden];
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
                double slope = (1 - h0[i] * h0[i]) * w[i * hidden + j];
                jacobian[i * hidden + j] = (i == j ? 1 - alpha : 0) + alpha * slope;
            }
        }
        return jacobian;
    }

    /** The exact signal: {@code (I - W^T D) q = g}, {@code p = D q}. */
    double[] implicitSignal(double[] h0, double[] g) {
        double[] w = w();
        double[][] a = new double[hidden][hidden];
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
                a[i][j] = (i == j ? 1 : 0) - w[j * hidden + i] * (1 - h0[j] * h0[j]);
            }
        }
        double[] p = Doubles.solve(a, g.clone());
        for (int i = 0; i < hidden; i++) {
            p[i] *= 1 - h0[i] * h0[i];
        }
        return p;
    }

    /** So many steps of {@code p = D (g + W^T p)} from 0. */
    double[] adjointSignal(double[] h0, double[] g, int iterations) {
        double[] p = new double[hidden];
        for (int k = 0; k < iterations; k++) {
            double[] next = g.clone();
            Doubles.addTransposed(w(), p, next);
            for (int i = 0; i < hidden; i++) {
                next[i] *= 1 - h0[i] * h0[i];
            }
            p = next;
        }
        return p;
    }
}
