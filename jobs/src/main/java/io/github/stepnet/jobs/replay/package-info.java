/**
 * {@code stepnet replay}: builds the models of keys again from a savepoint and the events that came after it, and proves the bits.
 *
 * <p>{@code Premises} refuses what cannot give the same bits. {@code SavedOffsets} says where in the topic a savepoint was taken, {@code TopicPart} whether the events between
 * two such places are all still there and how many they are. {@code ReplayRun} runs the job's own operators from the first savepoint over these events,
 * of which {@code Gate} lets those of the wanted keys through, and stops them with a savepoint: without a drain, as the job was stopped. {@code
 * ReplayReport} shows what came of it, beside the second savepoint if there is one.
 *
 * <p>To add one here: a kind of job whose state follows from events alone is admitted in {@code Premises}.
 */
package io.github.stepnet.jobs.replay;
