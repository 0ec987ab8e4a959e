package io.github.stepnet.network.equilibrium;

/** A linear readout with softmax cross-entropy. */
final class ReferenceHead {

    final int outputs;
    final Tensors parameters;

    ReferenceHead(double[] v, double[] c) {
        outputs = c.length;
        parameters = new Tensors().with("v", v).with("c", c);
    }

    double[] probabilities(double[] readout) {
        double[] p = parameters.get("c").clone();
        Doubles.addProduct(parameters.get("v"), readout, p);
        double largest = Double.NEGATIVE_INFINITY;
        for (double raw : p) {
            largest = Math.max(largest, raw);
        }
        double sum = 0;
        for (int o = 0; o < outputs; o++) {
            p[o] = Math.exp(p[o] - largest);
            sum += p[o];
        }
        for (int o = 0; o < outputs; o++) {
            p[o] /= sum;
        }
        return p;
    }

    int answer(double[] readout) {
        double[] p = probabilities(readout);
        int best = 0;
        for (int o = 1; o < outputs; o++) {
            best = p[o] > p[best] ? o : best;
        }
        return best;
    }

    double loss(double[] readout, int label) {
        return -Math.log(probabilities(readout)[label]);
    }

    private double[] error(double[] readout, int label) {
        double[] error = probabilities(readout);
        error[label] -= 1;
        return error;
    }

    /** The loss gradient at what the head reads. */
    double[] signal(double[] readout, int label) {
        double[] g = new double[readout.length];
        Doubles.addTransposed(parameters.get("v"), error(readout, label), g);
        return g;
    }

    void addGradient(double[] readout, int label, double factor, Tensors gradient) {
        double[] error = error(readout, label);
        Doubles.addOuter(factor, error, readout, gradient.get("v"));
        Doubles.addScaled(factor, error, gradient.get("c"));
    }
}
