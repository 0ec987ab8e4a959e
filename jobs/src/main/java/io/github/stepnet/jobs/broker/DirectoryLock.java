package io.github.stepnet.jobs.broker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a directory to one broker. Kafka has a lock of its own and takes it too late: a second broker has by then written
 * to the first one's metadata, and neither works.
 */
final class DirectoryLock implements Closeable {

    private static final String FILE = ".stepnet-broker.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException(
                    directory + " is in use by another broker; stop that one or choose another directory");
        }
        return new DirectoryLock(channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisJvm) {
            return false;
        }
    }

    /** Gives the directory back; the file stays, as another process may be opening it. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
