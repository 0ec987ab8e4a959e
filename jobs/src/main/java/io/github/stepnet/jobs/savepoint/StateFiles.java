package io.github.stepnet.jobs.savepoint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.AbstractChannelStateHandle;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;

/** The files of a savepoint that an operator's state is in. */
final class StateFiles {

    private StateFiles() {}

    /** Those that lie in the savepoint's own folder. */
    static Set<RelativeFileStateHandle> of(OperatorState operator) {
        Set<RelativeFileStateHandle> found = new LinkedHashSet<>();
        for (OperatorSubtaskState subtask : operator.getStates()) {
            states(subtask).stream()
                    .flatMap(StateFiles::streams)
                    .filter(RelativeFileStateHandle.class::isInstance)
                    .map(RelativeFileStateHandle.class::cast)
                    .forEach(found::add);
        }
        return found;
    }

    private static List<StateObject> states(OperatorSubtaskState subtask) {
        List<StateObject> all = new ArrayList<>();
        all.addAll(subtask.getManagedOperatorState());
        all.addAll(subtask.getRawOperatorState());
        all.addAll(subtask.getManagedKeyedState());
        all.addAll(subtask.getRawKeyedState());
        all.addAll(subtask.getInputChannelState());
        all.addAll(subtask.getUpstreamOutputBufferState());
        all.addAll(subtask.getResultSubpartitionState());
        return all;
    }

    private static Stream<StreamStateHandle> streams(StateObject state) {
        if (state instanceof KeyGroupsStateHandle keyed) {
            return Stream.of(keyed.getDelegateStateHandle());
        }
        if (state instanceof IncrementalRemoteKeyedStateHandle keyed) {
            return Stream.concat(
                    Stream.of(keyed.getMetaDataStateHandle()),
                    Stream.concat(keyed.getPrivateState().stream(), keyed.getSharedState().stream())
                            .map(file -> file.getHandle()));
        }
        if (state instanceof OperatorStateHandle operator) {
            return Stream.of(operator.getDelegateStateHandle());
        }
        if (state instanceof AbstractChannelStateHandle<?> channel) {
            return Stream.of(channel.getDelegate());
        }
        return Stream.of();
    }
}
