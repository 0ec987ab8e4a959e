package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.LiveDisplay;
import io.github.stepnet.jobs.terminal.Tone;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at a running job until there is nothing more to come, and shows what it sees. One thread. */
final class Watch {

    /** After the last event was sent, how long nothing may come back before the run is given up. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** From one look to the next. */
    static final Duration REFRESH = Duration.ofMillis(250);

    private final Tally tally;
    private final Vitals vitals;
    private final OptionalLong keys;
    private final LiveDisplay display;
    private final Screen screen;

    private int toldPhase;
    private boolean toldDeadLetter;

    /**
     * Nothing seen yet.
     *
     * @param keys how many there will be, if that is known
     */
    Watch(Tally tally, Vitals vitals, OptionalLong keys, LiveDisplay display, Screen screen) {
        this.tally = tally;
        this.vitals = vitals;
        this.keys = keys;
        this.display = display;
        this.screen = screen;
    }

    /**
     * Looks on until all that was sent has come back, or nothing comes any more, or {@code stop} is at 0.
     *
     * @param limit after how long no more events are sent, if ever
     * @throws IOException if the job fails for good, or who feeds or reads it
     */
    Ending untilTheEnd(
            LocalCluster cluster,
            OutputReader reader,
            EventProducer producer,
            Optional<Duration> limit,
            CountDownLatch stop)
            throws IOException, InterruptedException {
        boolean limited = false;
        while (true) {
            cluster.failIfEnded();
            failIfBroken("the producer", producer.failure());
            failIfBroken("the reader", reader.failure());
            vitals.observe(cluster);
            show(reader);
            if (!limited && !producer.isDone() && isOver(limit)) {
                limited = true;
                producer.stop();
            }
            if (producer.isDone() && tally.ledger().counts().out() <= inFlight(reader)) {
                return limited ? Ending.TIME_LIMIT : Ending.COMPLETE;
            }
            if (producer.isDone() && vitals.silence().compareTo(PATIENCE) > 0) {
                return Ending.SILENCE;
            }
            if (stop.await(REFRESH.toMillis(), TimeUnit.MILLISECONDS)) {
                return Ending.STOPPED;
            }
        }
    }

    private boolean isOver(Optional<Duration> limit) {
        return limit.isPresent() && vitals.elapsed().compareTo(limit.get()) > 0;
    }

    /** Events that meshes hold until later ones, or the end, push them out. */
    private long inFlight(OutputReader reader) {
        return (long) reader.latencyTicks() * tally.scoreboard().keys();
    }

    private static void failIfBroken(String who, Optional<Exception> failure) throws IOException {
        if (failure.isPresent()) {
            throw new IOException(who + " failed: " + LocalCluster.rootCause(failure.get()), failure.get());
        }
    }

    private void show(OutputReader reader) {
        String time = Figures.time(vitals.elapsed());
        Scoreboard scoreboard = tally.scoreboard();
        List<Standing> before = scoreboard.beforeDrift();
        if (scoreboard.phase() > toldPhase && !before.isEmpty()) {
            toldPhase = scoreboard.phase();
            Measure measure = before.get(0).measure();
            String was = measure.label() + " was " + measure.text(before.get(0).mean());
            display.event(Tone.BAD, Screen.row(time, "drift: features mean something else now; " + was));
        }
        if (!scoreboard.isBetweenPhases()) {
            for (News news : tally.milestones().take((int) keys.orElse(scoreboard.keys()))) {
                display.event(news.tone(), Screen.row(time, news.text()));
            }
        }
        Optional<String> deadLetter = reader.firstDeadLetter();
        if (deadLetter.isPresent() && !toldDeadLetter) {
            toldDeadLetter = true;
            display.event(Tone.BAD, Screen.row(time, "first dead letter: " + deadLetter.get()));
        }
        display.status(screen.status(vitals.snapshot(), vitals.history()));
    }
}
