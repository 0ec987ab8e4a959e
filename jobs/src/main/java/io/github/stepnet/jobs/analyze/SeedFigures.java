package io.github.stepnet.jobs.analyze;

import java.util.Arrays;
import java.util.Map;

/**
 * What the seeds published of one network, unseeded: of XOR with 4 bits, 10 patterns of memorization, 3 clusters of 5. Their accuracies are over 10 outputs whatever the
 * number of classes, their steps were capped at 50, and {@code modern} is what {@code modern-tied} corrects. Sections 5.1 and 8.4 of the specification.
 *
 * @param l their {@code L}; {@code -} where they have none, like the others
 * @param steps until settled; {@code N/C} if not within 50
 * @param accuracy share of the patterns
 */
record SeedFigures(String l, String steps, String accuracy) {

    private static final SeedFigures NONE = new SeedFigures("-", "-", "-");

    private static final Map<String, SeedFigures> UNTRAINED = Map.ofEntries(
            Map.entry("xor looped", new SeedFigures("0.691", "N/C", "5%")),
            Map.entry("xor looped-nonsymmetric", new SeedFigures("0.707", "N/C", "33%")),
            Map.entry("xor toroidal", new SeedFigures("0.700", "N/C", "55%")),
            Map.entry("xor modern-tied", new SeedFigures("0.529", "24", "0%")),
            Map.entry("memorization looped", new SeedFigures("0.682", "N/C", "9%")),
            Map.entry("memorization looped-nonsymmetric", new SeedFigures("0.734", "N/C", "24%")),
            Map.entry("memorization toroidal", new SeedFigures("0.710", "N/C", "20%")),
            Map.entry("memorization modern-tied", new SeedFigures("0.528", "19", "16%")),
            Map.entry("attractor looped", new SeedFigures("0.653", "44", "0%")),
            Map.entry("attractor looped-nonsymmetric", new SeedFigures("0.694", "43", "0%")),
            Map.entry("attractor toroidal", new SeedFigures("0.670", "N/C", "68%")),
            Map.entry("attractor modern-tied", new SeedFigures("0.526", "17", "0%")));

    /** By samples learned, 15 epochs of 400 and 20 of 500, and by whether weights are normalised. */
    private static final Map<String, SeedFigures> TRAINED = Map.of(
            "xor looped free 6000", new SeedFigures("0.74", "-", "-"),
            "xor looped bounded 6000", new SeedFigures("0.55", "-", "-"),
            "xor toroidal free 6000", new SeedFigures("1.01", "-", "-"),
            "xor toroidal bounded 6000", new SeedFigures("0.55", "-", "-"),
            "xor modern-tied free 6000", new SeedFigures("9.50", "-", "-"),
            "xor modern-tied bounded 6000", new SeedFigures("0.54", "-", "-"),
            "xor looped free 10000", new SeedFigures("1.75", "-", "-"),
            "xor modern-tied free 10000", new SeedFigures("78.7", "-", "-"));

    private static final int HIDDEN = 64;

    private static final Map<String, Task> TASKS = Map.of(
            "xor", Task.xor(4),
            "memorization", Task.memorization(10, 20, 10),
            "attractor", Task.attractor(3, 5, 20));

    /** None of theirs for a network, a task or a training of other sizes. */
    static SeedFigures of(Analysis analysis, boolean isTrained) {
        Subject subject = analysis.subject();
        if (subject.model().hidden() != HIDDEN || !isTheirs(analysis.task())) {
            return NONE;
        }
        String name = analysis.task().name() + " " + subject.name();
        boolean isFree = subject.contraction() == 0f;
        if (isTrained) {
            String training =
                    (isFree ? " free " : " bounded ") + analysis.plan().samples();
            return TRAINED.getOrDefault(name + training, NONE);
        }
        return isFree ? UNTRAINED.getOrDefault(name, NONE) : NONE;
    }

    private static boolean isTheirs(Task task) {
        Task theirs = TASKS.get(task.name());
        return task.classes() == theirs.classes() && Arrays.deepEquals(task.patterns(), theirs.patterns());
    }
}
