package io.github.stepnet.network.equilibrium;

/** What a {@link Tied} model, and its head, see of a state. */
interface Readout {

    int hidden();

    /** {@code q} of {@code h}. */
    void read(float[] h, float[] q);

    /** The primitive of the readout: its derivative by {@code h} is the readout's Jacobian times {@code h}. */
    double primitive(float[] h, float[] q);

    /** The transposed Jacobian of the readout at {@code h}, times {@code signal}; in place is allowed. */
    void pullback(float[] h, float[] q, float[] signal, float[] out);

    /** Upper bound of the Jacobian's norm. */
    double gain();

    /** The state itself. */
    record Identity(int hidden) implements Readout {

        @Override
        public void read(float[] h, float[] q) {
            System.arraycopy(h, 0, q, 0, hidden);
        }

        @Override
        public double primitive(float[] h, float[] q) {
            double sum = 0;
            for (int i = 0; i < hidden; i++) {
                sum += (double) h[i] * h[i];
            }
            return 0.5 * sum;
        }

        @Override
        public void pullback(float[] h, float[] q, float[] signal, float[] out) {
            System.arraycopy(signal, 0, out, 0, hidden);
        }

        @Override
        public double gain() {
            return 1;
        }
    }

    /** {@code (h - mean) / sqrt(variance + epsilon)}, with statistics in doubles. */
    record LayerNorm(int hidden, float epsilon) implements Readout {

        private double mean(float[] h) {
            double sum = 0;
            for (int i = 0; i < hidden; i++) {
                sum += h[i];
            }
            return sum / hidden;
        }

        private double deviation(float[] h, double mean) {
            double sum = 0;
            for (int i = 0; i < hidden; i++) {
                sum += (h[i] - mean) * (h[i] - mean);
            }
            return Math.sqrt(sum / hidden + epsilon);
        }

        @Override
        public void read(float[] h, float[] q) {
            double mean = mean(h);
            double deviation = deviation(h, mean);
            for (int i = 0; i < hidden; i++) {
                q[i] = (float) ((h[i] - mean) / deviation);
            }
        }

        @Override
        public double primitive(float[] h, float[] q) {
            double sum = 0;
            for (int i = 0; i < hidden; i++) {
                sum += (double) h[i] * q[i];
            }
            return sum - hidden * deviation(h, mean(h));
        }

        @Override
        public void pullback(float[] h, float[] q, float[] signal, float[] out) {
            double along = 0;
            for (int i = 0; i < hidden; i++) {
                along += (double) signal[i] * q[i];
            }
            double mean = mean(signal);
            double deviation = deviation(h, mean(h));
            for (int i = 0; i < hidden; i++) {
                out[i] = (float) ((signal[i] - mean - q[i] * along / hidden) / deviation);
            }
        }

        @Override
        public double gain() {
            return 1 / Math.sqrt(epsilon);
        }
    }
}
