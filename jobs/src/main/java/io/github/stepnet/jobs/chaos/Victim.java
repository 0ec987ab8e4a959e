package io.github.stepnet.jobs.chaos;

/** What is killed. */
enum Victim {
    /** A process that runs tasks and holds their state. */
    TASK_MANAGER("task manager"),
    /** Input and output, and the transactions in between. */
    BROKER("broker"),
    /** Who decides about checkpoints and restarts. */
    JOB_MANAGER("job manager");

    private final String words;

    Victim(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }
}
