package io.github.stepnet.network.plan;

/**
 * Where a plan's things lie.
 *
 * @param parametersAt where the parameters start in a key's floats
 * @param memoryAt where the memory starts in a key's floats
 * @param gradient the subtask's gradient
 */
public record Places(int parametersAt, int memoryAt, Gradient gradient) {}
