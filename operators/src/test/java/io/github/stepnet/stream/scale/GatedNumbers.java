package io.github.stepnet.stream.scale;

import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.util.NumberSequenceIterator;

/**
 * The numbers from 0 on, up to where {@link #open} says; then it waits, and checkpoints pass. One job at a time, with one subtask and without
 * failures: the gate is this JVM's.
 */
final class GatedNumbers extends NumberSequenceSource {

    private static final long serialVersionUID = 1;
    private static final Object LOCK = new Object();

    private static volatile long end;
    private static CompletableFuture<Void> opened = new CompletableFuture<>();

    private GatedNumbers() {
        super(0, Long.MAX_VALUE - 1);
    }

    /** A source that waits at 0. */
    static GatedNumbers shut() {
        end = 0;
        return new GatedNumbers();
    }

    /** Lets all numbers below {@code next} pass. */
    static void open(long next) {
        synchronized (LOCK) {
            end = next;
            opened.complete(null);
            opened = new CompletableFuture<>();
        }
    }

    @Override
    public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
        return new Reader(context);
    }

    private static final class Reader extends IteratorSourceReader<Long, NumberSequenceIterator, NumberSequenceSplit> {

        private long next;

        Reader(SourceReaderContext context) {
            super(context);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            // The first calls may come before the split, which is one.
            if (next >= end) {
                return InputStatus.NOTHING_AVAILABLE;
            }
            InputStatus status = super.pollNext(output);
            if (status == InputStatus.MORE_AVAILABLE) {
                next++;
            }
            return status;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            synchronized (LOCK) {
                return next < end ? super.isAvailable() : opened;
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
