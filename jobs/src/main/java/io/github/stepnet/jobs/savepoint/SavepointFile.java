package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.arena.NetworkState;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.FsCompletedCheckpointStorageLocation;

/**
 * A savepoint, or a retained checkpoint, in a file system. Opening it reads its metadata; the states of its operators stay where they are.
 *
 * @param place how the user calls it
 * @param directory where its files are
 * @param metadata what it consists of
 */
public record SavepointFile(String place, Path directory, CheckpointMetadata metadata) {

    /** An error if it is none, or cannot be read. */
    public static SavepointFile open(String place) {
        FsCompletedCheckpointStorageLocation location = locate(place);
        try (DataInputStream in =
                new DataInputStream(location.getMetadataHandle().openInputStream())) {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            CheckpointMetadata metadata = Checkpoints.loadCheckpointMetadata(in, loader, location.getExternalPointer());
            return new SavepointFile(place, location.getExclusiveCheckpointDir(), metadata);
        } catch (IOException | RuntimeException e) {
            throw new CannotRun(
                    place + " is no savepoint, or is damaged: its _metadata cannot be read (" + Reasons.of(e)
                            + "); name the folder that Flink reported, and copy it again if it is incomplete",
                    e);
        }
    }

    private static FsCompletedCheckpointStorageLocation locate(String place) {
        try {
            CompletedCheckpointStorageLocation location =
                    AbstractFsCheckpointStorageAccess.resolveCheckpointPointer(place);
            return (FsCompletedCheckpointStorageLocation) location;
        } catch (IOException | RuntimeException e) {
            throw new CannotRun(
                    place + " is no savepoint (" + Reasons.of(e)
                            + "); name a folder with a file _metadata, or that file: a path or URI of any file system of Flink",
                    e);
        }
    }

    /** All operators. */
    public List<OperatorState> operators() {
        return List.copyOf(metadata.getOperatorStates());
    }

    /** The operators that keep networks. */
    public List<NetworkOperator> networkOperators() {
        List<NetworkOperator> found = new ArrayList<>();
        for (OperatorState operator : operators()) {
            NetworkOperator.of(this, operator).ifPresent(found::add);
        }
        return found;
    }

    /**
     * The operator that keeps networks, by its uid where there are several.
     *
     * @param uid null for the only one
     */
    public NetworkOperator networks(String uid) {
        List<NetworkOperator> found = networkOperators();
        String uids = String.join(", ", found.stream().map(NetworkOperator::uid).toList());
        if (found.isEmpty()) {
            throw new CannotRun(
                    place + " has no networks: it is of a job without a Stepnet operator, or no event had come; "
                            + "'stepnet savepoint list' shows what is in it");
        }
        if (uid == null) {
            if (found.size() > 1) {
                throw new CannotRun(place + " has several operators with networks; choose one by --uid: " + uids);
            }
            return found.get(0);
        }
        Optional<NetworkOperator> named = found.stream()
                .filter(each -> each.uid().equals(uid) || each.isOf(uid))
                .findFirst();
        return named.orElseThrow(
                () -> new CannotRun("--uid is " + uid + ", but " + place + " has networks of: " + uids));
    }

    /** The networks of all operators, by key. */
    public Map<String, NetworkState> networksByKey() {
        Map<String, NetworkState> networks = new TreeMap<>();
        networkOperators().forEach(operator -> networks.putAll(operator.find(List.of())));
        return networks;
    }

    /** Writes the new state of an operator. */
    @FunctionalInterface
    interface Writer {

        OperatorState write(NewSavepoint savepoint) throws IOException;
    }

    /** Writes a copy in which one operator's state is another; an error leaves nothing behind. */
    void copyWith(NetworkOperator changed, Writer writer, String output) throws IOException {
        try (NewSavepoint copy = NewSavepoint.at(output)) {
            List<OperatorState> written = new ArrayList<>();
            for (OperatorState operator : operators()) {
                OperatorState now =
                        operator.getOperatorID().equals(changed.operator().getOperatorID())
                                ? writer.write(copy)
                                : operator;
                copy.copyFiles(now);
                written.add(now);
            }
            copy.finish(metadata, written);
        } catch (CannotRun told) {
            throw told;
        } catch (IOException | RuntimeException e) {
            throw new CannotRun(
                    output + " was not written, because " + place + " could not be copied: " + Reasons.of(e), e);
        }
    }
}
