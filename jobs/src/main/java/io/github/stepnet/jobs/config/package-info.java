/**
 * A job file in YAML, to a checked {@link io.github.stepnet.jobs.config.JobConfig}.
 *
 * <p>{@link io.github.stepnet.jobs.config.JobFile} is the front door. It takes the text from a file system of Flink, an environment variable
 * or the command line, {@link io.github.stepnet.jobs.config.YamlText} turns it into nodes that know their lines, each
 * {@link io.github.stepnet.jobs.config.Patch} ({@code --network.seed 7}) replaces some of them, and the binder of
 * {@code io.github.stepnet.network.spec} makes records of the rest. What a key means and what it defaults to stands in the record of its
 * section, and nowhere else; {@code local.yaml} beside these classes shows them all.
 *
 * <p>Checks stand in the constructors, so that a configuration made by a program is held to them too: a section's own in the
 * section, those across sections in {@code JobConfig}. Their messages start with the record and its component
 * ({@code SourceConfig.topic is ...}), which the binder turns into the line of the file.
 *
 * <p>To add one here: a new key is a component with a {@code Default} in the record of its section, a line in {@code local.yaml}, and, if
 * some values are wrong, a check in the constructor with a test of its message.
 */
package io.github.stepnet.jobs.config;
