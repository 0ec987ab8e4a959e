package io.github.stepnet.network.equilibrium;

/** {@code h = We x + be + b2 + W1^T tanh(W1 q + b1)} with {@code q = h}, or {@code q} the layer norm of {@code h}: section 1.3. */
final class ReferenceTied implements ReferenceModel {

    final int hidden;
    /** Of the layer norm; NaN if there is none. */
    private final double epsilon;

    private final Tensors parameters;

    ReferenceTied(double epsilon, double[] we, double[] be, double[] w1, double[] b1, double[] b2) {
        this.epsilon = epsilon;
        hidden = be.length;
        parameters = new Tensors()
                .with("we", we)
                .with("be", be)
                .with("w1", w1)
                .with("b1", b1)
                .with("b2", b2);
    }

    @Override
    public Tensors parameters() {
        return parameters;
    }

    @Override
    public int size() {
        return hidden;
    }

    private double[] drive(double[] x) {
        double[] drive = parameters.get("be").clone();
        Doubles.addScaled(1, parameters.get("b2"), drive);
        Doubles.addProduct(parameters.get("we"), x, drive);
        return drive;
    }

    private double[] inner(double[] q) {
        double[] a = parameters.get("b1").clone();
        Doubles.addProduct(parameters.get("w1"), q, a);
        return a;
    }

    @Override
    public double[] readout(double[] h) {
        if (Double.isNaN(epsilon)) {
            return h;
        }
        double mean = mean(h);
        double deviation = deviation(h);
        double[] q = new double[hidden];
        for (int i = 0; i < hidden; i++) {
            q[i] = (h[i] - mean) / deviation;
        }
        return q;
    }

    private double mean(double[] h) {
        double sum = 0;
        for (double v : h) {
            sum += v;
        }
        return sum / hidden;
    }

    private double deviation(double[] h) {
        double mean = mean(h);
        double sum = 0;
        for (double v : h) {
            sum += (v - mean) * (v - mean);
        }
        return Math.sqrt(sum / hidden + epsilon);
    }

    @Override
    public double[] target(double[] x, double[] h, double beta, Pull pull) {
        double[] q = readout(h);
        double[] target = drive(x);
        Doubles.addTransposed(parameters.get("w1"), ReferenceLooped.tanh(inner(q)), target);
        if (beta != 0) {
            Doubles.addScaled(-beta, pull.at(q), target);
        }
        return target;
    }

    @Override
    public double energy(double[] x, double[] h) {
        double[] q = readout(h);
        double energy = Double.isNaN(epsilon) ? 0.5 * Doubles.dot(h, h) : Doubles.dot(h, q) - hidden * deviation(h);
        for (double a : inner(q)) {
            energy -= Math.log(Math.cosh(a));
        }
        return energy - Doubles.dot(q, drive(x));
    }

    @Override
    public void addEnergyGradient(double[] x, double[] h, double factor, Tensors gradient) {
        double[] q = readout(h);
        double[] t = ReferenceLooped.tanh(inner(q));
        Doubles.addOuter(-factor, q, x, gradient.get("we"));
        Doubles.addScaled(-factor, q, gradient.get("be"));
        Doubles.addScaled(-factor, q, gradient.get("b2"));
        Doubles.addOuter(-factor, t, q, gradient.get("w1"));
        Doubles.addScaled(-factor, t, gradient.get("b1"));
    }
}
