package io.github.stepnet.jobs.chaos;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that can be killed and started again, with the same arguments and the same log; it ends with this one. */
final class JavaProcess implements AutoCloseable {

    private static final String LOGGING = "log4j2.configurationFile";

    private final String name;
    private final Path out;
    private final List<String> command = new ArrayList<>();
    private Process process;

    /**
     * One that is not started.
     *
     * @param logs the folder of its log
     * @param flags of the JVM
     * @param classPath with the {@link Leash} on it
     * @param main the main class and its arguments
     */
    JavaProcess(String name, Path logs, List<String> flags, String classPath, List<String> main) {
        this.name = name;
        out = logs.resolve(name + ".out");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        if (System.getProperty(LOGGING) != null) {
            command.add("-D" + LOGGING + "=" + System.getProperty(LOGGING));
            command.add("-Dstepnet.log=" + logs.resolve(name + ".log"));
        }
        command.addAll(List.of("-cp", classPath, Leash.class.getName()));
        command.addAll(main);
    }

    String name() {
        return name;
    }

    void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(out.toFile()))
                .start();
    }

    /** SIGKILL: it hears nothing of it. Returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Fails if it has ended by itself. */
    void check() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(
                    name + " has ended by itself, with exit code " + process.exitValue() + "; see " + out);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
