/**
 * What a command shows while it runs: a status block that is refreshed in place, or a progress bar, and plain lines where
 * the output is no terminal.
 *
 * <p>{@link io.github.stepnet.jobs.terminal.Terminal} answers once what the output can do; the displays take that answer
 * and a stream, so that a test captures exactly what a user would get.
 *
 * <p>To add one here: a display takes a {@code PrintStream} and a {@code Terminal}, writes each refresh in one call, and
 * is as useful in a log file as on a screen. Numbers go through {@link io.github.stepnet.jobs.terminal.Figures}.
 */
package io.github.stepnet.jobs.terminal;
