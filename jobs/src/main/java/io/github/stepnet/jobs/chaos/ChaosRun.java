package io.github.stepnet.jobs.chaos;

import io.github.stepnet.jobs.chaos.KillPlan.Kill;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.savepoint.SavepointFile;
import io.github.stepnet.jobs.savepoint.StateDifference;
import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.jobs.terminal.LiveDisplay;
import io.github.stepnet.jobs.terminal.Tone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.util.StateMigrationException;

/**
 * Runs the Kafka job twice over the same events on a cluster of separate processes: while they are sent and processes are killed, and then in
 * peace; and compares.
 */
final class ChaosRun {

    static final int PARTITIONS = 4;

    /** Each with one slot, and all needed by the job, so that each kill of one fails it. */
    private static final int TASK_MANAGERS = 2;
    /** After the last answer, for what has been read and not yet said. */
    private static final int LAST_CHECKPOINTS = 3;

    private final Setup setup;
    private final LiveDisplay display;
    private final long start = System.nanoTime();
    private final Map<String, Integer> kills = new TreeMap<>();

    /**
     * What is run.
     *
     * @param home the folder of everything
     * @param lib the launcher's jars
     * @param jobJar what is submitted
     * @param seed of events and kills
     * @param kills how many
     * @param longestWait for one
     * @param keys each with a network of its own; at least {@link ChaosRun#PARTITIONS}
     * @param rate events per second
     * @param backend of the state, as Flink names it
     * @param isJobManagerKilled too, with high availability
     * @param hasLateTruths whether truths have a topic of their own
     * @param replaced values of the job file
     */
    record Setup(
            Path home,
            Path lib,
            Path jobJar,
            long seed,
            int kills,
            Duration longestWait,
            int keys,
            int rate,
            String backend,
            boolean isJobManagerKilled,
            boolean hasLateTruths,
            List<String> replaced) {}

    /** The processes, and what was uploaded to them. */
    private record Ground(ChaosJob job, BrokerNode broker, StandaloneCluster cluster, String jar) {}

    ChaosRun(Setup setup, LiveDisplay display) {
        this.setup = setup;
        this.display = display;
    }

    Verdict run() throws IOException, InterruptedException, StateMigrationException {
        say("starts a broker, a job manager, " + TASK_MANAGERS + " task managers"
                + (setup.isJobManagerKilled() ? " and ZooKeeper" : "") + ", each in a process of its own");
        try (BrokerNode broker = new BrokerNode(setup.home(), setup.lib());
                StandaloneCluster cluster = new StandaloneCluster(
                        setup.home(), setup.lib(), TASK_MANAGERS, setup.isJobManagerKilled(), settings())) {
            ChaosJob job = new ChaosJob(broker.bootstrapServers(), setup.hasLateTruths(), setup.replaced());
            broker.createTopics(job.topics(), PARTITIONS);
            Ground ground = new Ground(job, broker, cluster, cluster.rest().upload(setup.jobJar()));
            try (Load load = new Load(job, setup.seed(), setup.keys(), PARTITIONS, setup.rate())) {
                return run(ground, load);
            }
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "state.backend.type", setup.backend(),
                "execution.checkpointing.interval", "1 s",
                "execution.checkpointing.timeout", "30 s",
                // Each key's last event is later by more, so that a mesh answers all events before it.
                "stepnet.idle-gap", "1 h",
                // While the broker is away they fail, which is no reason to give up.
                "execution.checkpointing.tolerable-failed-checkpoints", Integer.toString(Integer.MAX_VALUE),
                "heartbeat.interval", "1 s",
                "heartbeat.timeout", "5 s",
                "restart-strategy.type", "fixed-delay",
                "restart-strategy.fixed-delay.attempts", Integer.toString(Integer.MAX_VALUE),
                "restart-strategy.fixed-delay.delay", "500 ms");
    }

    private Verdict run(Ground ground, Load load) throws IOException, InterruptedException, StateMigrationException {
        load.start();
        Duration disturbed;
        String found;
        JobWatch watch;
        try (CommittedOutput output = output(ground, ChaosJob.DISTURBED)) {
            Progress progress = submit(ground, ChaosJob.DISTURBED, load, output);
            watch = progress.watch();
            progress.now("before the first kill");
            progress.await("the first checkpoint", () -> watch.isRunning() && watch.lastCheckpoint() > 0);
            long began = System.nanoTime();
            disturb(ground, progress);
            load.finish();
            progress.now("no more kills");
            disturbed = Duration.ofNanos(System.nanoTime() - began);
            found = finish(ground, load, progress);
        }
        say("runs the same events again, undisturbed");
        String expected;
        try (CommittedOutput output = output(ground, ChaosJob.UNDISTURBED)) {
            Progress progress = submit(ground, ChaosJob.UNDISTURBED, load, output);
            progress.now("undisturbed");
            expected = finish(ground, load, progress);
        }
        say("compares");
        try (CommittedOutput first = output(ground, ChaosJob.DISTURBED);
                CommittedOutput second = output(ground, ChaosJob.UNDISTURBED)) {
            first.readToEnd();
            second.readToEnd();
            return new Verdict(
                    kills,
                    disturbed,
                    watch.restarts(),
                    watch.checkpoints(),
                    load.events(),
                    first.answers(),
                    first.repeated(),
                    load.bad(),
                    topics(ground, first, second),
                    StateDifference.of(
                            SavepointFile.open(expected).networksByKey(),
                            SavepointFile.open(found).networksByKey()));
        }
    }

    private static CommittedOutput output(Ground ground, String run) {
        return new CommittedOutput(ground.job().config(run), PARTITIONS);
    }

    private Progress submit(Ground ground, String run, Load load, CommittedOutput output)
            throws IOException, InterruptedException {
        String id = ground.cluster().run(ground.jar(), ground.job().arguments(run), TASK_MANAGERS, null);
        JobWatch watch = new JobWatch(ground.cluster().rest(), id);
        return new Progress(start, display, load, watch, output);
    }

    private void disturb(Ground ground, Progress progress) throws IOException, InterruptedException {
        KillPlan plan = new KillPlan(setup.seed(), TASK_MANAGERS, setup.isJobManagerKilled());
        for (int number = 1; number <= setup.kills(); number++) {
            Kill kill = plan.next();
            progress.now("kill " + number);
            long moment = System.nanoTime() + plan.wait(setup.longestWait()).toNanos();
            progress.await("the next kill", () -> System.nanoTime() >= moment);
            kill(number, kill, ground, progress);
        }
    }

    /** Kills, starts again at once, and waits until a checkpoint and new answers show that all is well. */
    private void kill(int number, Kill kill, Ground ground, Progress progress)
            throws IOException, InterruptedException {
        JavaProcess process = switch (kill.victim()) {
            case TASK_MANAGER -> ground.cluster().taskManager(kill.index());
            case BROKER -> ground.broker().process();
            case JOB_MANAGER -> ground.cluster().jobManager();
        };
        long began = System.nanoTime();
        process.kill();
        kills.merge(kill.words(), 1, Integer::sum);
        process.start();
        progress.await(
                kill.words() + " to come back",
                () -> ground.broker().answers() && ground.cluster().isComplete());
        progress.awaitCheckpoints(1);
        progress.awaitAnswer();
        progress.say(
                Tone.PLAIN,
                String.format(
                        Locale.ROOT,
                        "kill %2d of %d  %-15s survived in %4s s, checkpoint %s",
                        number,
                        setup.kills(),
                        kill.words(),
                        Figures.decimal((System.nanoTime() - began) / 1e9, 1),
                        Figures.count(progress.watch().lastCheckpoint())));
    }

    /** Waits until every event is answered, and stops the job; returns where its savepoint is. */
    private static String finish(Ground ground, Load load, Progress progress) throws IOException, InterruptedException {
        progress.await("answers to all events", () -> progress.output().answers() >= load.events());
        progress.awaitCheckpoints(LAST_CHECKPOINTS);
        return ground.cluster().stopWithSavepoint(progress.watch().job());
    }

    private static Map<Output, RecordDifference> topics(
            Ground ground, CommittedOutput found, CommittedOutput expected) {
        JobConfig config = ground.job().config(ChaosJob.DISTURBED);
        Map<Output, RecordDifference> topics = new EnumMap<>(Output.class);
        for (Output output : config.outputs()) {
            // Those of one key come from two operators, whose turns are nobody's promise.
            boolean isOrdered = output != Output.DEAD_LETTERS;
            topics.put(output, RecordDifference.of(expected.records(output), found.records(output), isOrdered));
        }
        return topics;
    }

    private void say(String line) {
        display.event(Tone.FAINT, Progress.time(start) + line);
    }
}
