package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;

/**
 * How far a job has come, as Flink sees it.
 *
 * @param tasks how many there are; 0 until the job is laid out
 * @param running how many of them run
 * @param checkpointing whether a checkpoint is being made
 * @param checkpoints completed ones
 */
record JobState(int tasks, int running, boolean checkpointing, long checkpoints) {

    /** Before the job was submitted. */
    static final JobState NONE = new JobState(0, 0, false, 0);

    /** Whether every task runs: it takes a while after the job itself is said to. */
    boolean isRunning() {
        return tasks > 0 && running == tasks;
    }

    /** What the first answer waits for. */
    String awaited() {
        if (!isRunning()) {
            return tasks == 0
                    ? "the job to be laid out"
                    : "the job's tasks: " + Figures.count(running) + " of " + Figures.count(tasks) + " run";
        }
        if (checkpoints > 0) {
            return "answers, which become visible with the next checkpoint";
        }
        return checkpointing ? "the first checkpoint, which makes answers visible" : "the job to read its first events";
    }
}
