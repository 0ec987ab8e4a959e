package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.LiveDisplay;
import io.github.stepnet.jobs.terminal.Tone;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** One job and its load while it is waited for: what has been sent, what has been answered, and the line that says so. */
final class Progress {

    private final long start;
    private final LiveDisplay display;
    private final Load load;
    private final JobWatch watch;
    private final CommittedOutput output;
    private String doing = "";

    /**
     * A job that has been submitted.
     *
     * @param start of everything, as System.nanoTime() has it
     */
    Progress(long start, LiveDisplay display, Load load, JobWatch watch, CommittedOutput output) {
        this.start = start;
        this.display = display;
        this.load = load;
        this.watch = watch;
        this.output = output;
    }

    JobWatch watch() {
        return watch;
    }

    CommittedOutput output() {
        return output;
    }

    /** What is going on, from now on. */
    void now(String doing) {
        this.doing = doing;
    }

    /** A line that stays. */
    void say(Tone tone, String line) {
        display.event(tone, time(start) + line);
    }

    /** How long ago something started, as the beginning of a line. */
    static String time(long start) {
        return String.format("%7s  ", Figures.time(Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Waits, and goes on watching meanwhile. */
    void await(String what, Patience.Question question) throws IOException, InterruptedException {
        Patience.await(what, () -> {
            look();
            return question.isTrue();
        });
    }

    /** Waits for more checkpoints than there are now. */
    void awaitCheckpoints(int more) throws IOException, InterruptedException {
        long before = watch.lastCheckpoint();
        await("a checkpoint after the " + before + "th", () -> watch.lastCheckpoint() >= before + more);
    }

    /** Waits for more answers than there are now, which are committed with a checkpoint. */
    void awaitAnswers() throws IOException, InterruptedException {
        long before = output.answers();
        await("an answer after the " + before + "th", () -> output.answers() > before);
    }

    private void look() throws IOException, InterruptedException {
        load.check();
        output.poll();
        display.status(List.of(time(start) + doing + ": " + Figures.count(load.events()) + " events sent, "
                + Figures.count(output.answers()) + " answered, " + Figures.count(watch.checkpoints())
                + " checkpoints, " + Figures.count(watch.restarts()) + " restarts"));
        watch.look();
    }
}
