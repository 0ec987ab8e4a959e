package io.github.stepnet.jobs.savepoint;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stepnet savepoint}: looks into savepoints, and writes new ones with other models. */
@Command(
        name = "savepoint",
        description =
                "Looks into a savepoint, takes models out of it, puts models into a new one, and makes others of them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ListCommand.class,
            InspectCommand.class,
            DiffCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            BootstrapCommand.class,
            MigrateCommand.class
        })
public final class SavepointCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Picocli makes the command. */
    public SavepointCommand() {}

    /** Without a subcommand: says which there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
