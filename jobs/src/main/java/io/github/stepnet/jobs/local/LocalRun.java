package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.broker.EmbeddedBroker;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.learn.LearnJob;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.LiveDisplay;
import io.github.stepnet.jobs.terminal.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.FileUtils;

/**
 * One run of {@code stepnet local}, from the first thread of the broker to the last deleted file: a broker, a cluster with the learn job, a
 * producer, a reader, and a screen that is refreshed four times a second.
 *
 * <p>Events go from the producer through Kafka, the job and Kafka again to the reader; what is shown is counted at the far end.
 */
final class LocalRun {

    /** Milestones and dead letters of the last transaction are read by then. */
    private static final Duration AFTERMATH = Duration.ofMillis(500);

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(20);
    /** Answers become visible with the next checkpoint, so that a second or two of events is always out. */
    private static final int MOST_SECONDS_OUT = 8;

    private static final int LEAST_OUT = 1000;
    private static final int PARTITIONS = 4;
    private static final int MOST_SUBTASKS = 4;

    /**
     * What is run.
     *
     * @param feed the events; closed by the run
     * @param job the job that learns from them
     * @param rate events per second at most
     * @param limit after how long no more events are sent, if ever
     * @param kafkaPort the broker's, or 0 for any that is free
     * @param webPort that of Flink's pages, or 0 for any that is free
     */
    record Setup(Feed feed, LocalJob job, int rate, Optional<Duration> limit, int kafkaPort, int webPort) {}

    /** How it went. */
    record Report(Snapshot last, Ending ending) {

        /** Whether the run reached its end, or was stopped, and every answer came once. */
        boolean isGood() {
            return ending == Ending.STOPPED
                    ? last.counts().strays() == 0
                    : ending != Ending.SILENCE && last.counts().isExactlyOnce();
        }
    }

    private final Setup setup;
    private final PrintStream out;
    private final LiveDisplay display;
    private final Vitals vitals;
    private final Screen screen;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Tally tally;

    private volatile Path directory;

    LocalRun(Setup setup, PrintStream out, Terminal terminal) {
        this.setup = setup;
        this.out = out;
        display = LiveDisplay.open(out, terminal);
        screen = new Screen(terminal);
        tally = Tally.of(setup.feed(), Math.max(LEAST_OUT, (long) MOST_SECONDS_OUT * setup.rate()));
        vitals = new Vitals(setup.feed(), tally);
    }

    /** Ends the run soon; {@link #run} then returns as usual. From any thread. */
    void stop() {
        stop.countDown();
    }

    /** Where Flink's files are, or were. */
    Path directory() {
        return directory;
    }

    /** Waits until everything is closed and said; false if that takes longer. */
    boolean awaitEnd(Duration most) throws InterruptedException {
        return ended.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Runs until the events are at their end, or the time, or {@link #stop} is called.
     *
     * @throws IOException if something does not start, or the job fails for good
     */
    Report run() throws IOException, InterruptedException {
        Feed feed = setup.feed();
        try (feed) {
            Ending ending = withEverythingOpen();
            display.status(List.of());
            Report report = new Report(vitals.atTheEnd(), ending);
            new Summary(report.last(), ending, vitals.history(), screen.terminal())
                    .lines()
                    .forEach(out::println);
            return report;
        } finally {
            display.close();
            ended.countDown();
        }
    }

    private Ending withEverythingOpen() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("stepnet-flink-");
        starting("a Kafka broker");
        display.event("  Stepnet, local: " + setup.feed().title());
        display.event("");
        try (EmbeddedBroker broker = EmbeddedBroker.start(setup.kafkaPort())) {
            JobConfig config = setup.job().on(broker.bootstrapServers());
            createTopics(broker, config);
            if (isStopped()) {
                return Ending.STOPPED;
            }
            starting("Flink");
            int parallelism = Math.min(MOST_SUBTASKS, Runtime.getRuntime().availableProcessors());
            try (LocalCluster cluster = LocalCluster.start(directory, setup.webPort(), parallelism);
                    OutputReader reader = new OutputReader(tally, config);
                    EventProducer producer = new EventProducer(
                            setup.feed(),
                            tally.ledger(),
                            broker.bootstrapServers(),
                            config.source().topic(),
                            setup.rate())) {
                sayWhatRuns(broker, cluster, config);
                submit(cluster, config);
                reader.start();
                producer.start();
                Ending ending = isStopped() ? Ending.STOPPED : watch(cluster, reader, producer);
                finish(cluster, ending);
                display.status(
                        List.of(Screen.row(Figures.time(vitals.elapsed()), "closing the job, Flink and Kafka ...")));
                return ending;
            }
        } finally {
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void starting(String what) {
        display.status(List.of(Screen.row(Figures.time(vitals.elapsed()), "starting " + what + " ...")));
    }

    private static void createTopics(EmbeddedBroker broker, JobConfig config) {
        broker.createTopic(config.source().topic(), PARTITIONS);
        for (Output output : config.outputs()) {
            broker.createTopic(output.topic(config.sink()), output == Output.PREDICTIONS ? PARTITIONS : 1);
        }
    }

    private void sayWhatRuns(EmbeddedBroker broker, LocalCluster cluster, JobConfig config)
            throws IOException, InterruptedException {
        display.event(Screen.row(
                "Kafka",
                broker.bootstrapServers() + ", events in " + config.source().topic()));
        display.event(Screen.row("", "answers in " + config.sink().predictions()));
        display.event(Screen.row("Flink", cluster.webAddress() + " (the running job, for a browser)"));
        display.event(Screen.row("network", setup.job().network()));
        display.event(Screen.row("events", plan()));
        String log = System.getProperty("stepnet.log");
        if (log != null) {
            display.event(Screen.row("log", log));
        }
        display.event("");
    }

    private String plan() {
        Feed feed = setup.feed();
        String events = feed.events().isPresent() ? Figures.count(feed.events().getAsLong()) : "without end,";
        String drift = feed.phaseLength().isPresent()
                ? ", drift after " + Figures.count(feed.phaseLength().getAsLong()) + " per key"
                : "";
        return events + " at " + Figures.count(setup.rate()) + "/s" + drift + "; Ctrl-C stops";
    }

    private void submit(LocalCluster cluster, JobConfig config) throws IOException, InterruptedException {
        starting("the job");
        StreamExecutionEnvironment environment = cluster.newEnvironment();
        LearnJob job = new LearnJob(config);
        job.build(environment);
        StreamGraph graph = environment.getStreamGraph();
        graph.setJobName(job.name());
        cluster.submit(graph.getJobGraph());
        JobState state = cluster.state();
        while (!isStopped() && !state.isRunning()) {
            starting("the job, waiting for " + state.awaited());
            cluster.failIfEnded();
            stop.await(Watch.REFRESH.toMillis(), TimeUnit.MILLISECONDS);
            state = cluster.state();
        }
    }

    private Ending watch(LocalCluster cluster, OutputReader reader, EventProducer producer)
            throws IOException, InterruptedException {
        Watch watch = new Watch(tally, vitals, setup.feed().keys(), display, screen);
        return watch.untilTheEnd(cluster, reader, producer, setup.limit(), stop);
    }

    /** Answers what is still in the meshes, unless somebody is in a hurry. */
    private void finish(LocalCluster cluster, Ending ending) throws IOException, InterruptedException {
        if (ending != Ending.COMPLETE && ending != Ending.TIME_LIMIT) {
            return;
        }
        if (tally.ledger().counts().out() > 0) {
            cluster.drain();
            long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
            while (tally.ledger().counts().out() > 0 && System.nanoTime() < deadline && !isStopped()) {
                stop.await(Watch.REFRESH.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        stop.await(AFTERMATH.toMillis(), TimeUnit.MILLISECONDS);
    }
}
