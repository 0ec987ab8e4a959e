package io.github.stepnet.jobs.chaos;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs a main class in a JVM that ends when the one that started it does, however that ends: its standard input is a pipe from there.
 *
 * <p>It is put alone on the class path of a cluster that has none of the project's other classes, so it uses none.
 */
public final class Leash {

    private Leash() {}

    /**
     * Runs it.
     *
     * @param args the main class, then its arguments
     * @throws ReflectiveOperationException if there is none, or it threw
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread thread = new Thread(Leash::awaitEnd, "leash");
        thread.setDaemon(true);
        thread.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void awaitEnd() {
        try {
            int read = System.in.read();
            while (read >= 0) {
                read = System.in.read();
            }
        } catch (IOException gone) {
            System.err.println("the pipe to the starting process broke: " + gone.getMessage());
        }
        Runtime.getRuntime().halt(1);
    }
}
