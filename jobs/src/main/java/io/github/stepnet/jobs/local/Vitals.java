package io.github.stepnet.jobs.local;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is measured of a run over time: its age, answers per second, the state of the job, and how the main figure went. One thread. */
final class Vitals {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration RATE_OVER = Duration.ofSeconds(10);
    private static final int HISTORY_CELLS = 60;

    private final Feed feed;
    private final Tally tally;
    private final Sparkline history = new Sparkline(HISTORY_CELLS);
    private final Deque<Sample> lately = new ArrayDeque<>();
    private final long start = System.nanoTime();

    private long lastSecond = start;
    private JobState job = JobState.NONE;
    private Sample lastBefore;
    private Sample lastChange = new Sample(start, 0);

    private record Sample(long nanos, long back) {}

    Vitals(Feed feed, Tally tally) {
        this.feed = feed;
        this.tally = tally;
    }

    /** Looks at the run; to be called a few times a second. */
    void observe(LocalCluster cluster) throws IOException, InterruptedException {
        long now = System.nanoTime();
        Ledger.Counts counts = tally.ledger().counts();
        Sample sample = new Sample(now, counts.answered() + counts.refused());
        if (sample.back() == 0) {
            lastBefore = sample;
        }
        if (sample.back() > lastChange.back()) {
            lastChange = sample;
        }
        lately.addLast(sample);
        while (now - lately.getFirst().nanos() > RATE_OVER.toNanos()) {
            lately.removeFirst();
        }
        if (job.tasks() == 0 || now - lastSecond >= SECOND.toNanos()) {
            lastSecond = now;
            job = cluster.state();
            List<Standing> standings = tally.scoreboard().now();
            if (!standings.isEmpty()) {
                history.add(standings.get(0).mean());
            }
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Since the last answer. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastChange.nanos());
    }

    Sparkline history() {
        return history;
    }

    /** With the answers per second of late; without the figures of all events, which nobody looks at meanwhile. */
    Snapshot snapshot() {
        return lately.isEmpty()
                ? snapshot(0, List.of())
                : snapshot(perSecond(lately.getFirst(), lately.getLast()), List.of());
    }

    /** With the answers per second from the first to the last, and the figures of all events. */
    Snapshot atTheEnd() {
        return snapshot(
                lastBefore == null ? 0 : perSecond(lastBefore, lastChange),
                tally.scoreboard().overall());
    }

    private static double perSecond(Sample from, Sample to) {
        return to.nanos() <= from.nanos()
                ? 0
                : (double) (to.back() - from.back()) / (to.nanos() - from.nanos()) * SECOND.toNanos();
    }

    private Snapshot snapshot(double ticksPerSecond, List<Standing> overall) {
        return new Snapshot(
                elapsed(),
                tally.ledger().counts(),
                feed.events(),
                ticksPerSecond,
                tally.scoreboard().keys(),
                tally.scoreboard().phase(),
                tally.scoreboard().now(),
                tally.scoreboard().beforeDrift(),
                overall,
                feed.ceiling(),
                job,
                tally.milestones().reached(),
                tally.milestones().lost(),
                tally.settling().text());
    }
}
