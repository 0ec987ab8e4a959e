/**
 * The programs: one main class per file, each a thin shell that reads its options, connects sources and sinks to the
 * operators, and runs.
 *
 * <p>To add one here: write a picocli command class and name it in the {@code subcommands} of {@link
 * io.github.stepnet.jobs.Stepnet}.
 */
package io.github.stepnet.jobs;
