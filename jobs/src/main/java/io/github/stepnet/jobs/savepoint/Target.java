package io.github.stepnet.jobs.savepoint;

import picocli.CommandLine.Option;

/** The arguments that say where a new savepoint goes, if it is to be written at all. */
final class Target {

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Where the new savepoint goes; nothing must be there.")
    private String place;

    @Option(names = "--dry-run", description = "Check everything, say what would be written, write nothing.")
    private boolean dryRun;

    /** An error if there is something at the place. */
    void check() {
        NewSavepoint.check(place);
    }

    String place() {
        return place;
    }

    boolean isDryRun() {
        return dryRun;
    }

    /** What has become, or would become, of it. */
    String told() {
        return (dryRun ? "would be written to " : "written to ") + place;
    }
}
