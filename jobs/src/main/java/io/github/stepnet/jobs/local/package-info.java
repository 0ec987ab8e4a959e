/**
 * {@code stepnet local}: a broker, a cluster, a stream and the learn job in one process, with a screen that shows what the networks learn.
 *
 * <p>Nothing here is a model of the real thing. The broker is Kafka, the cluster is Flink, the job is that of {@code stepnet learn}; only
 * the two ends are this package's own. {@link io.github.stepnet.jobs.local.LocalCommand} reads the options, {@code LocalRun} starts and ends everything, and
 * {@code Watch} looks on in between. The producer writes down in a {@code Ledger} what it sends, the reader ticks off what comes back and credits it on a
 * {@code Scoreboard}: what the screen shows is what came out of Kafka.
 *
 * <p>To add one here: another kind of stream is another {@code Feed}; another line of the screen a component of {@code Snapshot}
 * and a line in {@code Screen}.
 */
package io.github.stepnet.jobs.local;
