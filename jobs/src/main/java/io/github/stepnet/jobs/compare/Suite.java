package io.github.stepnet.jobs.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is compared. */
enum Suite {
    /** {@link LayerSuite}: one stream, layer types by depth. */
    LAYERS(LayerSuite::contests, 500_000, 20_000),
    /** {@link TaskSuite}: a task for each kind of memory. */
    TASKS(TaskSuite::contests, 100_000, 20_000),
    /** {@link TechniqueSuite}: one network, every technique. */
    TECHNIQUES(TechniqueSuite::contests, 100_000, 20_000),
    /** {@link DelaySuite}: streams by how late truths come. */
    DELAY(DelaySuite::contests, DelaySuite.BUDGET, 20_000),
    /** {@link ModeCell}: the training modes of the seeds on their nets, each measured as a {@link ModeTrial}. */
    MODES(() -> ModeCell.all().stream().map(ModeCell::contest).toList(), 100_000, 20_000),
    /** {@link DriftCell}: responses to a drift and detectors of it, each measured as a {@link DriftTrial}. */
    DRIFT(() -> DriftCell.all().stream().map(DriftCell::contest).toList(), DriftCell.BUDGET, 20_000),
    /** {@link WindowCell}: windows of events that are learned at once, each measured as a {@link WindowTrial}. */
    WINDOWS(() -> WindowCell.all().stream().map(WindowCell::contest).toList(), WindowCell.BUDGET, 20_000);

    /** Sample gradients of a run, if nothing else is said. */
    final long budget;

    /** Sample gradients of a quick run. */
    final long quickBudget;

    @SuppressWarnings("ImmutableEnumChecker") // the methods capture nothing
    private final Supplier<List<Contest>> contests;

    Suite(Supplier<List<Contest>> contests, long budget, long quickBudget) {
        this.contests = contests;
        this.budget = budget;
        this.quickBudget = quickBudget;
    }

    List<Contest> contests() {
        return contests.get();
    }

    /** As it stands on a command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Suite of(String word) {
        return Arrays.stream(values())
                .filter(suite -> suite.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--suite is \"" + word + "\"; allowed: "
                        + Arrays.stream(values()).map(Suite::word).collect(Collectors.joining(", "))));
    }
}
