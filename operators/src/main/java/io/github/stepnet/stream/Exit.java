package io.github.stepnet.stream;

import org.apache.flink.util.OutputTag;

/**
 * Where records of the current key leave.
 *
 * @param <OUT> the main output
 */
interface Exit<OUT> {

    /** The current key, as text. */
    String key();

    /** The event time that records leave with; null if they have none. */
    Long time();

    /** By the main output. */
    void emit(OUT value);

    /** By a side output. */
    <T> void emit(OutputTag<T> tag, T value);
}
