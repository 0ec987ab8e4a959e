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

    /** Waits for more checkpoints than there are now, not only than are known of. */
    void awaitCheckpoints(int more) throws IOException, InterruptedException {
        await("the job", () -> {
            watch.lookNow();
            return true;
        });
        long before = watch.lastCheckpoint();
        await("a checkpoint after number " + before, () -> watch.lastCheckpoint() >= before + more);
    }

    /** Waits for an answer that is not there now; it is committed with a checkpoint. */
    void awaitAnswer() throws IOException, InterruptedException {
        await("the output", () -> {
            output.readToEnd();
            return true;
        });
        long before = output.answers();
        await("more than " + before + " answers", () -> output.answers() > before);
    }

    private void look() throws IOException, InterruptedException {
        load.check();
        output.poll();
        display.status(List.of(time(start) + doing + ": " + Figures.count(load.events()) + " events sent, "
                + Figures.count(output.answers()) + " answered, checkpoints: " + Figures.count(watch.checkpoints())
                + ", restarts: " + Figures.count(watch.restarts())));
        watch.look();
    }
}
