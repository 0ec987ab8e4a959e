package io.github.stepnet.network.learning;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;

/**
 * The five sharpening ideas of the seeds: other signals at the output than the gradient of the loss, or other weights for the layers'.
 *
 * <p>With {@code d} the gradient of the loss at the output wire, which for classes is {@code y - t}. What any of them is good for is for a
 * comparison to show: none of them makes a loss smaller that could be named. With softmax-cross-entropy the mean over the outputs is
 * subtracted from a changed signal, whose sum would otherwise drive all outputs together without end. Section 4 of the stepping
 * specification.
 */
public sealed interface Sharpening extends Technique {

    private static void check(String what, float value) {
        if (!(value > 0f && value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be above 0 and finite");
        }
    }

    /**
     * Large errors count for more: {@code d[i] = factor |d[i]| d[i]}.
     *
     * @param factor the factor, 0.3 in the seeds
     */
    record ErrorProportional(@Default("0.3") float factor) implements Sharpening {

        public ErrorProportional {
            check("ErrorProportional.factor", factor);
        }

        @Override
        public Bound bind(Ground ground) {
            return new OutputSignal(ground) {
                @Override
                void change(Lesson lesson, float[] signals, int at) {
                    for (int i = 0; i < outputs; i++) {
                        signals[at + i] *= factor * Math.abs(signals[at + i]);
                    }
                }
            };
        }
    }

    /**
     * The true class counts for more than the others: its {@code d} is multiplied by {@code winner}, theirs by {@code others}.
     *
     * @param winner factor of the true class
     * @param others factor of all other classes
     */
    record WinnerTakesMore(
            @Default("1.5") float winner, @Default("0.7") float others) implements Sharpening {

        public WinnerTakesMore {
            check("WinnerTakesMore.winner", winner);
            check("WinnerTakesMore.others", others);
        }

        @Override
        public Bound bind(Ground ground) {
            ground.checkHasOneOutputPerClass("WinnerTakesMore");
            return new OutputSignal(ground) {
                @Override
                void change(Lesson lesson, float[] signals, int at) {
                    for (int i = 0; i < outputs; i++) {
                        signals[at + i] *= i == (int) lesson.truth[0] ? winner : others;
                    }
                }
            };
        }
    }

    /**
     * The signal is averaged over samples: {@code m = keep m + (1 - keep) d; d = m}. A sample whose update is refused
     * leaves it as it was. One float of state per output.
     *
     * @param keep share of the average that is kept, within [0, 1)
     */
    record GapMomentum(@Default("0.9") float keep) implements Sharpening {

        public GapMomentum {
            if (!(keep >= 0f && keep < 1f)) {
                throw new IllegalArgumentException("GapMomentum.keep is " + keep + "; it must be within [0, 1)");
            }
        }

        @Override
        public Bound bind(Ground ground) {
            return new Average(this, ground);
        }
    }

    /** The average of a key, in its state, which keeps nothing of a sample that is refused. */
    final class Average extends OutputSignal {

        /** Of a sample that waits with others nobody knows yet whether it is refused; a larger signal is an outlier's. */
        private static final float LARGEST = 0x1p50f;

        private final float keep;
        private final Kernel kernel;
        private final int averageAt;
        /** Between the two hooks of one lesson. */
        private final float[] average;

        private Average(GapMomentum spec, Technique.Ground ground) {
            super(ground);
            keep = spec.keep;
            kernel = ground.kernel();
            averageAt = ground.layout().reserveFloats(outputs);
            average = new float[outputs];
        }

        @Override
        void change(Lesson lesson, float[] signals, int at) {
            for (int i = 0; i < outputs; i++) {
                average[i] = keep * lesson.state.floats[averageAt + i] + (1f - keep) * signals[at + i];
                signals[at + i] = average[i];
            }
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            if (!lesson.refused && kernel.maxMagnitude(outputs, average, 0) < LARGEST) {
                System.arraycopy(average, 0, lesson.state.floats, averageAt, outputs);
            }
        }
    }

    /**
     * The gap is that of a sharper answer: {@code d = d - y + y'} with {@code y'[i] = y[i]^(1/T) / sum_j y[j]^(1/T)}.
     *
     * @param temperature the {@code T}; below 1 sharpens
     */
    record Temperature(@Default("0.5") float temperature) implements Sharpening {

        public Temperature {
            check("Temperature.temperature", temperature);
        }

        @Override
        public Bound bind(Ground ground) {
            ground.checkHasOneOutputPerClass("Temperature");
            float[] sharp = new float[ground.plan().output().floats()];
            return new OutputSignal(ground) {
                @Override
                void change(Lesson lesson, float[] signals, int at) {
                    float sum = 0f;
                    for (int i = 0; i < outputs; i++) {
                        sharp[i] = (float) StrictMath.pow(lesson.answer[i], 1.0 / temperature);
                        sum += sharp[i];
                    }
                    for (int i = 0; i < outputs && sum > 0f; i++) {
                        signals[at + i] += sharp[i] / sum - lesson.answer[i];
                    }
                }
            };
        }
    }

    /**
     * The farther from the output, the more a layer learns: its rate is multiplied by {@code 1 + slope distance}. No state.
     *
     * @param slope the slope, 0.3 in the seeds
     */
    record GapBoost(@Default("0.3") float slope) implements Sharpening {

        public GapBoost {
            check("GapBoost.slope", slope);
        }

        @Override
        public Bound bind(Ground ground) {
            float[] boost = new float[ground.plan().nodes().size()];
            Arrays.fill(boost, 1f);
            for (Node node : ground.plan().nodes()) {
                if (node instanceof StageNode) {
                    boost[node.index()] += slope * (ground.plan().latency() - 1 - node.depth());
                }
            }
            return new FixedRates(boost);
        }
    }
}
