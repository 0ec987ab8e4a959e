package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.chaos.FlinkRest.JobProgress;
import java.io.IOException;
import java.time.Duration;

/** Counts a job's restarts and checkpoints, also beyond the end of a job manager, which takes its own counts along. */
final class JobWatch {

    private static final long PAUSE_NANOS = Duration.ofMillis(300).toNanos();

    private final FlinkRest rest;
    private final String job;
    private JobProgress last = new JobProgress(false, 0, 0, 0);
    private long lastLook = System.nanoTime() - PAUSE_NANOS;
    private long restarts;
    private long checkpoints;

    JobWatch(FlinkRest rest, String job) {
        this.rest = rest;
        this.job = job;
    }

    /** The job's id. */
    String job() {
        return job;
    }

    /** Looks, unless it has just done so. */
    void look() throws IOException, InterruptedException {
        long now = System.nanoTime();
        if (now - lastLook < PAUSE_NANOS) {
            return;
        }
        lastLook = now;
        lookNow();
    }

    /** Looks in any case. */
    void lookNow() throws IOException, InterruptedException {
        JobProgress next = rest.progress(job);
        restarts += grown(last.restarts(), next.restarts());
        checkpoints += grown(last.checkpoints(), next.checkpoints());
        last = next;
    }

    /** A count that has become less has begun anew. */
    private static long grown(long before, long now) {
        return now < before ? now : now - before;
    }

    boolean isRunning() {
        return last.isRunning();
    }

    long restarts() {
        return restarts;
    }

    long checkpoints() {
        return checkpoints;
    }

    /** Number of the last checkpoint that was completed. */
    long lastCheckpoint() {
        return last.lastCheckpoint();
    }
}
