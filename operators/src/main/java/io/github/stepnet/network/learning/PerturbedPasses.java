package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.spec.Default;

/**
 * Perturbed passes, the seeds' RMT: a sample is learned together with three disturbed copies of itself, by the mean of the four gradients.
 *
 * <p>The copies have the same truth: one with noise, {@code x + noise N(0, 1)}, one at another size, {@code x U(1 - scale, 1 + scale)}, and
 * one with features masked to 0, each with probability {@code mask}; all of scaled features. They are computed from the memory before the sample;
 * their gradients do not reach back over events. State: one long. Costs four passes per update.
 *
 * <p>An error is a noise below 0, or a scale or mask outside [0, 1). Not where small differences of the features carry the class. Section 4
 * of the stepping specification.
 *
 * @param noise standard deviation of the noise
 * @param scale largest relative change of size
 * @param mask probability that a feature is masked
 */
public record PerturbedPasses(
        @Default("0.05") float noise,
        @Default("0.1") float scale,
        @Default("0.1") float mask) implements Technique {

    private static final long SEED = 0x52_4D_54;

    public PerturbedPasses {
        if (!(noise >= 0f && noise < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "PerturbedPasses.noise is " + noise + "; it must be 0 or above and finite");
        }
        checkShare("PerturbedPasses.scale", scale);
        checkShare("PerturbedPasses.mask", mask);
    }

    /** The seeds' setting: noise 0.05, scale 0.1, mask 0.1. */
    public PerturbedPasses() {
        this(0.05f, 0.1f, 0.1f);
    }

    private static void checkShare(String what, float share) {
        if (!(share >= 0f && share < 1f)) {
            throw new IllegalArgumentException(what + " is " + share + "; it must be within [0, 1)");
        }
    }

    @Override
    public Claim claim() {
        return Claim.SAMPLE;
    }

    @Override
    public Bound bind(Ground ground) {
        int inputs = ground.plan().input().floats();
        int drawsAt = ground.layout().reserveLongs(1);
        float[] past = new float[ground.pastFloats()];
        float[] copied = new float[ground.pastFloats()];
        return new Bound() {
            @Override
            public void rehearse(Lesson lesson, Rehearsal rehearsal) {
                float size = 1f + scale * (2f * uniform(lesson.state) - 1f);
                lesson.pass.copyPast(lesson.sample, past, 0);
                System.arraycopy(past, inputs, copied, inputs, past.length - inputs);
                for (int copy = 0; copy < 3; copy++) {
                    for (int i = 0; i < inputs; i++) {
                        float x = past[i];
                        copied[i] = switch (copy) {
                            case 0 -> x + noise * gaussian(lesson.state);
                            case 1 -> size * x;
                            default -> uniform(lesson.state) < mask ? 0f : x;
                        };
                    }
                    rehearsal.recall(copied, 0);
                    rehearsal.add(lesson.truth);
                }
            }

            private float uniform(NetworkState state) {
                return (SplitMix64.at(SEED, state.longs[drawsAt]++) >>> 40) * 0x1p-24f;
            }

            /** By the Box-Muller transform. */
            private float gaussian(NetworkState state) {
                double radius = StrictMath.sqrt(-2.0 * StrictMath.log(1.0 - uniform(state)));
                return (float) (radius * StrictMath.cos(2.0 * Math.PI * uniform(state)));
            }
        };
    }
}
