/**
 * {@code stepnet chaos}: a real cluster and a real broker, each in processes of their own, that are killed; and the proof that nobody can tell from
 * what was committed and what the networks have become.
 *
 * <p>{@link io.github.stepnet.jobs.chaos.StandaloneCluster} and {@code BrokerNode} are the processes, {@code KillPlan} decides who dies, {@code Load}
 * goes on sending whatever happens, and {@code RecordDifference} and {@code StateDifference} compare the two runs.
 *
 * <p>To add one here: a process that can be killed is a {@code Victim} and a case in {@code ChaosRun.kill}; {@code KillPlan} chooses it.
 */
package io.github.stepnet.jobs.chaos;
