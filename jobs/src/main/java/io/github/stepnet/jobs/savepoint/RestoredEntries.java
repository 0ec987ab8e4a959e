package io.github.stepnet.jobs.savepoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.CloseableRegistry;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.KeyedStateBackendParametersImpl;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.state.api.runtime.SavepointEnvironment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;

/**
 * The entries of a native savepoint or a checkpoint: the backend that wrote them is restored in a temporary folder, and asked for them in the canonical
 * format. Backends are restored with all that the file has, so that nothing can be forgotten.
 */
final class RestoredEntries implements FullSnapshotResources<Object> {

    private final Path folder;
    private final CheckpointableKeyedStateBackend<Object> backend;
    private final FullSnapshotResources<Object> entries;

    private RestoredEntries(
            Path folder, CheckpointableKeyedStateBackend<Object> backend, FullSnapshotResources<Object> entries) {
        this.folder = folder;
        this.backend = backend;
        this.entries = entries;
    }

    static RestoredEntries of(KeyedPart part) throws IOException {
        Path folder = Files.createTempDirectory("stepnet-savepoint");
        CheckpointableKeyedStateBackend<Object> backend = null;
        try {
            backend = restore(part, folder);
            return new RestoredEntries(folder, backend, backend.savepoint().getSnapshotResources());
        } catch (Exception e) {
            if (backend != null) {
                backend.dispose();
            }
            delete(folder);
            throw new IOException("the " + part.format() + " state cannot be restored: " + Reasons.of(e), e);
        }
    }

    private static CheckpointableKeyedStateBackend<Object> restore(KeyedPart part, Path folder) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.TMP_DIRS, folder.toString());
        SavepointEnvironment environment = new SavepointEnvironment.Builder(
                        context(part), new ExecutionConfig(configuration), part.maxParallelism())
                .setConfiguration(configuration)
                .build();
        return backendOf(part, folder)
                .createKeyedStateBackend(new KeyedStateBackendParametersImpl<>(
                        environment,
                        new JobID(),
                        "savepoint",
                        part.keySerializer(),
                        part.maxParallelism(),
                        part.keyGroups(),
                        environment.getTaskKvStateRegistry(),
                        TtlTimeProvider.DEFAULT,
                        new UnregisteredMetricsGroup(),
                        List.of(part.handle()),
                        new CloseableRegistry()));
    }

    private static StateBackend backendOf(KeyedPart part, Path folder) {
        if (!(part.handle() instanceof IncrementalRemoteKeyedStateHandle)) {
            return new HashMapStateBackend();
        }
        EmbeddedRocksDBStateBackend rocks = new EmbeddedRocksDBStateBackend();
        rocks.getMemoryConfiguration().setUseManagedMemory(false);
        rocks.setDbStoragePath(folder.toString());
        return rocks;
    }

    /** Outside of a job nothing is asked of it but the class loader, and which of how many subtasks this is. */
    private static RuntimeContext context(KeyedPart part) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        TaskInfo task = new TaskInfoImpl("savepoint", part.maxParallelism(), 0, 1, 0);
        return (RuntimeContext) Proxy.newProxyInstance(
                RuntimeContext.class.getClassLoader(), new Class<?>[] {RuntimeContext.class}, (self, method, args) -> {
                    return switch (method.getName()) {
                        case "getUserCodeClassLoader" -> loader;
                        case "getTaskInfo" -> task;
                        default -> throw new UnsupportedOperationException(method.getName() + " outside of a job");
                    };
                });
    }

    @Override
    public List<StateMetaInfoSnapshot> getMetaInfoSnapshots() {
        return entries.getMetaInfoSnapshots();
    }

    @Override
    public KeyValueStateIterator createKVStateIterator() throws IOException {
        return entries.createKVStateIterator();
    }

    @Override
    public KeyGroupRange getKeyGroupRange() {
        return entries.getKeyGroupRange();
    }

    @Override
    public TypeSerializer<Object> getKeySerializer() {
        return entries.getKeySerializer();
    }

    @Override
    public StreamCompressionDecorator getStreamCompressionDecorator() {
        return entries.getStreamCompressionDecorator();
    }

    @Override
    public void release() {
        entries.release();
        backend.dispose();
        delete(folder);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the temporary folder " + folder, e);
        }
    }
}
