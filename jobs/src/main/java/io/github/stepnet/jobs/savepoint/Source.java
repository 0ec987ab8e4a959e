package io.github.stepnet.jobs.savepoint;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments that say which networks a command is about. */
final class Source {

    @Parameters(
            index = "0",
            paramLabel = "<savepoint>",
            description = "A savepoint's or a retained checkpoint's folder: a path or URI of any file system of Flink.")
    private String place;

    @Option(
            names = "--uid",
            paramLabel = "UID",
            description = "The operator, where several keep networks, such as those of agents.")
    private String uid;

    /** Of the command that has these arguments. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Null if it was not given. */
    String uid() {
        return uid;
    }

    SavepointFile savepoint() {
        return SavepointFile.open(place);
    }

    NetworkOperator networks() {
        return savepoint().networks(uid).tellingTo(command.commandLine().getErr());
    }
}
