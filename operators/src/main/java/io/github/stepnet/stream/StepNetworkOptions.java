package io.github.stepnet.stream;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * What can be set in the configuration of the job or the cluster, for every network of a job; a value given to the builder of one network
 * wins.
 */
public final class StepNetworkOptions {

    /** The kernel. */
    public static final ConfigOption<KernelChoice> KERNEL = ConfigOptions.key("stepnet.kernel")
            .enumType(KernelChoice.class)
            .defaultValue(KernelChoice.AUTO)
            .withDescription("Loops that networks are computed with: vector, scalar, or auto for the faster one.");

    /**
     * Heap of the cache: what the arrays of the hot networks take, and a little for each network.
     *
     * <p>The texts of events' ids come on top, because they are known only when the events are there. A network holds the ids of its events
     * in flight, of which a sweep has none and a mesh at most one fewer than it has stages; an id has at most 4,096 characters, which take
     * one byte each, or two if one of them is beyond Latin-1. So networks of 20 stages with ids of 36 characters take under 2 KiB more
     * each, and at worst 153 KiB.
     */
    public static final ConfigOption<MemorySize> CACHE_BYTES = ConfigOptions.key("stepnet.cache.bytes")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(64))
            .withDescription(
                    "Heap that the hot networks of one subtask may take, the texts of the ids of events in flight "
                            + "not counted; at least one network is kept hot.");

    /** Bound of what a barrier waits for. */
    public static final ConfigOption<MemorySize> DIRTY_BYTES = ConfigOptions.key("stepnet.cache.dirty-bytes")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(32))
            .withDescription(
                    "Of the hot networks, how much may have changed since it was written; the rest is written early, "
                            + "so that a checkpoint need not wait for more than this.");

    /** Silence after which a mesh is drained. */
    public static final ConfigOption<Duration> IDLE_GAP = ConfigOptions.key("stepnet.idle-gap")
            .durationType()
            .noDefaultValue()
            .withDescription(
                    "Event time without an event of a key after which the events in flight in its mesh are answered (executions "
                            + "STEP and PIPELINE). Not set: they are answered when the next events push them on, or at the end of the input.");

    private StepNetworkOptions() {}
}
