package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.CustomLearner;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.schemas.Prediction;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionInternalTimeServiceManager;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreTest {

    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anotherNetworkIsRefusedAndBothAreNamed(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(Nets.classifier(Execution.SWEEP), SETTINGS))) {
            snapshot = run.send(0, 50).snapshot();
        }
        OperatorPlan<Sample, Prediction> other = Nets.plan(Nets.regression(), SETTINGS);
        Exception e = assertThrows(Exception.class, () -> OperatorRun.restore(backend, other, snapshot));
        assertTrue(e.getMessage().contains("uidPrefix"), e.getMessage());
        String messages = ExceptionUtils.stringifyException(e);
        assertTrue(messages.contains(Nets.classifier(Execution.SWEEP).canonicalText()), messages);
        assertTrue(messages.contains(Nets.regression().canonicalText()), messages);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void otherSettingsOfTheOperatorAreNoOtherNetwork(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        Map<String, String> states;
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(Nets.classifier(Execution.STEP), SETTINGS))) {
            snapshot = run.send(0, 50).snapshot();
            states = run.states();
        }
        Settings others = new Settings(KernelChoice.AUTO, Nets.settings(1, 0).cache(), 77);
        try (OperatorRun run =
                OperatorRun.restore(backend, Nets.plan(Nets.classifier(Execution.STEP), others), snapshot)) {
            assertEquals(states, run.states());
        }
    }

    /** A network as an earlier version described it, before the optimiser had its last component. */
    private record EarlierText(NetworkLearner today) implements CustomLearner {

        @Override
        public int inputs() {
            return today.inputs();
        }

        @Override
        public Loss.Task task() {
            return today.task();
        }

        @Override
        public int answers() {
            return today.answers();
        }

        @Override
        public Learner compile(StateLayout layout, Kernel kernel) {
            return today.compile(layout, kernel);
        }

        @Override
        public String canonicalText() {
            return today.canonicalText().replace(", weight-decay: 0", "");
        }
    }

    /** Restored twice: the second snapshot holds values that no version but the first has written. */
    @ParameterizedTest
    @EnumSource(Backend.class)
    void aCheckpointOfAnEarlierVersionIsRestoredAgainAndAgain(Backend backend) throws Exception {
        NetworkLearner network = Nets.classifier(Execution.STEP);
        OperatorPlan<Sample, Prediction> today = Nets.plan(network, SETTINGS);
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(new EarlierText(network), SETTINGS))) {
            snapshot = run.send(0, 50).snapshot();
        }
        try (OperatorRun run = OperatorRun.restore(backend, today, snapshot)) {
            snapshot = run.send(50, 51).snapshot();
        }
        Map<String, String> states;
        try (OperatorRun run = OperatorRun.restore(backend, today, snapshot)) {
            states = run.send(51, 100).states();
        }
        try (OperatorRun run = OperatorRun.start(backend, today)) {
            assertEquals(run.send(0, 100).states(), states);
        }
    }

    @Test
    void batchExecutionIsRefused() throws Exception {
        StepNetworkOperator<String, Sample, Prediction> operator =
                new StepNetworkOperator<>(Nets.plan(Nets.classifier(Execution.SWEEP), SETTINGS));
        KeyedOneInputStreamOperatorTestHarness<String, Sample, Prediction> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(operator, Sample::key, Types.STRING);
        harness.setStateBackend(new BatchExecutionStateBackend());
        harness.setTimeServiceManagerProvider(BatchExecutionInternalTimeServiceManager::create);
        IllegalStateException e = assertThrows(IllegalStateException.class, harness::open);
        assertTrue(e.getMessage().contains("set execution.runtime-mode to STREAMING"), e.getMessage());
        harness.close();
    }
}
