package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.CheckpointStreamWithResultProvider;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.FullSnapshotAsyncWriter;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStreamFactory;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;

/**
 * A savepoint that is being written: in a folder beside its place, which is moved there once it is whole. It refers to no file of another savepoint, unless
 * that one did.
 */
final class NewSavepoint implements AutoCloseable {

    /** State that is smaller lies in the metadata, as in Flink's own savepoints. */
    private static final int SMALLEST_FILE = 20 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final String place;
    private final Path target;
    private final Path draft;
    private final FileSystem files;
    private final FsCheckpointStreamFactory streams;
    private boolean isDone;

    private NewSavepoint(String place, Path target, Path draft, FileSystem files) {
        this.place = place;
        this.target = target;
        this.draft = draft;
        this.files = files;
        streams = new FsCheckpointStreamFactory(files, draft, draft, SMALLEST_FILE, BUFFER);
    }

    /** An error if there is something at the place, or nothing can be written beside it. */
    static NewSavepoint at(String place) {
        Path target = check(place);
        Path draft = new Path(target.getParent(), "." + target.getName() + ".unfinished");
        try {
            FileSystem files = target.getFileSystem();
            files.delete(draft, true);
            if (!files.mkdirs(draft)) {
                throw new IOException(draft + " cannot be made");
            }
            return new NewSavepoint(place, target, draft, files);
        } catch (IOException e) {
            throw new CannotRun("--output is " + place + ", where nothing can be written: " + Reasons.of(e), e);
        }
    }

    /** An error if there is something at the place. */
    static Path check(String place) {
        try {
            Path target = new Path(place);
            Path absolute = target.makeQualified(target.getFileSystem());
            if (absolute.getFileSystem().exists(absolute)) {
                throw new CannotRun(
                        "--output is " + place + ", which exists; name a new folder, nothing is ever replaced");
            }
            if (absolute.getParent() == null) {
                throw new CannotRun("--output is " + place + ", which is no folder's name; name a new folder");
            }
            return absolute;
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRun("--output is " + place + ", which is no place of a file system: " + Reasons.of(e), e);
        }
    }

    /** Writes keyed state in the canonical format. */
    KeyedStateHandle write(FullSnapshotResources<Object> entries) throws IOException {
        try {
            return new FullSnapshotAsyncWriter<>(
                            SavepointType.savepoint(SavepointFormatType.CANONICAL),
                            () -> CheckpointStreamWithResultProvider.createSimpleStream(
                                    CheckpointedStateScope.EXCLUSIVE, streams),
                            entries)
                    .get(new CloseableRegistry())
                    .getJobManagerOwnedSnapshot();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Copies the files that an operator's state refers to by their places within the savepoint. */
    void copyFiles(OperatorState operator) throws IOException {
        for (RelativeFileStateHandle file : StateFiles.of(operator)) {
            Path to = new Path(draft, file.getRelativePath());
            if (!files.exists(to)) {
                files.mkdirs(to.getParent());
                Path from = file.getFilePath();
                try (InputStream in = from.getFileSystem().open(from);
                        OutputStream out = files.create(to, WriteMode.NO_OVERWRITE)) {
                    in.transferTo(out);
                }
            }
        }
    }

    /** Writes what it consists of, and moves it to its place. */
    void finish(CheckpointMetadata source, List<OperatorState> operators) throws IOException {
        CheckpointMetadata metadata = new CheckpointMetadata(
                source.getCheckpointId(), operators, source.getMasterStates(), source.getCheckpointProperties());
        Path file = new Path(draft, AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME);
        try (DataOutputStream out = new DataOutputStream(files.create(file, WriteMode.NO_OVERWRITE))) {
            Checkpoints.storeCheckpointMetadata(metadata, out);
        }
        if (!files.rename(draft, target)) {
            throw new IOException(draft + " cannot be moved to " + place);
        }
        isDone = true;
    }

    /** Leaves nothing behind if it was not finished. */
    @Override
    public void close() throws IOException {
        if (!isDone) {
            files.delete(draft, true);
        }
    }
}
