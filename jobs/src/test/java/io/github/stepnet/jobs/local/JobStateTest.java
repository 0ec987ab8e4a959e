package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 0 | false | 0 | false | the job to be laid out
            9 | 3 | false | 0 | false | the job's tasks: 3 of 9 run
            9 | 9 | false | 0 | true  | the job to read its first events
            9 | 9 | true  | 0 | true  | the first checkpoint, which makes answers visible
            9 | 9 | true  | 1 | true  | answers, which become visible with the next checkpoint
            """)
    void itSaysWhatTheFirstAnswerWaitsFor(
            int tasks, int running, boolean checkpointing, long checkpoints, boolean isRunning, String awaited) {
        JobState state = new JobState(tasks, running, checkpointing, checkpoints);
        assertEquals(isRunning, state.isRunning());
        assertEquals(awaited, state.awaited());
    }
}
