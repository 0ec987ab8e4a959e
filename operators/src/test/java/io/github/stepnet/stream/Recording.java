package io.github.stepnet.stream;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.schemas.Prediction;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/** An operator that hands the test what lies in keyed state when the input has ended. One job at a time: what it hands over is static. */
final class Recording extends StepNetworkOperator<String, Sample, Prediction> {

    private static final long serialVersionUID = 1;

    private static final Map<String, String> FINAL_STATES = new ConcurrentHashMap<>();
    private static final AtomicInteger OPENED = new AtomicInteger();

    private final String name;

    /** @param name what its states are told apart by from those of the job's other operators */
    Recording(String name, OperatorPlan<Sample, Prediction> plan) {
        super(plan);
        this.name = name;
    }

    /** Forgets all that was handed over. */
    static void clear() {
        FINAL_STATES.clear();
        OPENED.set(0);
    }

    /** The bits of every key's state at the end of the input, by operator and key. */
    static Map<String, String> finalStates() {
        return new TreeMap<>(FINAL_STATES);
    }

    /** How often a subtask has been opened. */
    static int opened() {
        return OPENED.get();
    }

    @Override
    public void open() throws Exception {
        super.open();
        OPENED.incrementAndGet();
    }

    @Override
    public void finish() throws Exception {
        super.finish();
        this.<String>getKeyedStateBackend()
                .applyToAllKeys(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        new ValueStateDescriptor<>(STATE_NAME, NetworkState.class),
                        (String key, ValueState<NetworkState> state) ->
                                FINAL_STATES.put(name + " " + key, OperatorRun.bits(state.value())));
    }
}
