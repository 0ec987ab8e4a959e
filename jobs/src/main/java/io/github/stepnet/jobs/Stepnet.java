package io.github.stepnet.jobs;

import io.github.stepnet.jobs.analyze.AnalyzeCommand;
import io.github.stepnet.jobs.chaos.ChaosCommand;
import io.github.stepnet.jobs.compare.CompareCommand;
import io.github.stepnet.jobs.evaluate.EvaluateCommand;
import io.github.stepnet.jobs.learn.LearnCommand;
import io.github.stepnet.jobs.local.LocalCommand;
import io.github.stepnet.jobs.replay.ReplayCommand;
import io.github.stepnet.jobs.savepoint.SavepointCommand;
import io.github.stepnet.network.spec.SpecException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The one command line, {@code stepnet}; every program is a subcommand of it.
 *
 * <p>Started by the launcher it ends the JVM with the command's exit code. Started by Flink, where leaving the JVM would
 * take a job manager along and a swallowed exception would hide a failed job, it throws what the command threw and never
 * exits.
 */
@Command(
        name = "stepnet",
        description = "Stream learning on Apache Flink: every key owns a small neural network.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LocalCommand.class,
            LearnCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            AnalyzeCommand.class,
            SavepointCommand.class,
            ReplayCommand.class,
            ChaosCommand.class
        },
        versionProvider = Stepnet.Version.class)
public final class Stepnet implements Runnable {

    /** Set by {@code bin/stepnet}: this JVM is the command's own and ends with it. */
    private static final String OWN_JVM = "stepnet.own-jvm";

    @Spec
    private CommandSpec spec;

    /** Picocli makes the command. */
    public Stepnet() {}

    /**
     * Runs one command.
     *
     * @param args the subcommand's name, then its options
     * @throws Exception what the command threw, when not started by the launcher
     */
    public static void main(String[] args) throws Exception {
        if (Boolean.getBoolean(OWN_JVM)) {
            System.exit(commandLine().execute(args));
        }
        run(args);
    }

    /** The command line of a JVM that is the command's own: mistakes are answered by a message and an exit code. */
    public static CommandLine commandLine() {
        return parser().setExecutionExceptionHandler(Stepnet::report).setParameterExceptionHandler(Stepnet::refuse);
    }

    /** In a line or two: a list of all that is allowed would push the message off the screen. */
    private static int refuse(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + mistake.getMessage());
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        command.getErr().println("Try '" + name + " --help' for what is allowed.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** What a user can put right is a message; anything else shows where it came from. */
    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof SpecException || failure instanceof CannotRun) {
            command.getErr().println("stepnet: " + failure.getMessage());
        } else {
            failure.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /**
     * Runs one command in a JVM that is not its own.
     *
     * @param args the subcommand's name, then its options
     * @throws Exception what the command threw
     */
    public static void run(String... args) throws Exception {
        run(parser().parseArgs(args));
    }

    private static CommandLine parser() {
        return new CommandLine(new Stepnet()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void run(ParseResult parsed) throws Exception {
        if (CommandLine.printHelpIfRequested(parsed)) {
            return;
        }
        ParseResult named = parsed;
        while (named.hasSubcommand()) {
            named = named.subcommand();
        }
        Object command = named.commandSpec().userObject();
        if (command instanceof Callable<?> callable) {
            callable.call();
        } else {
            ((Runnable) command).run();
        }
    }

    /** Without a subcommand: says which there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Reads the version from the jar's manifest; classes that are not in a jar have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Stepnet.class.getPackage().getImplementationVersion();
            return new String[] {"stepnet " + (version == null ? "(not packaged)" : version)};
        }
    }
}
