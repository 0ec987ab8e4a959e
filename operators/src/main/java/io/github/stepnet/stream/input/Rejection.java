package io.github.stepnet.stream.input;

import io.github.stepnet.schemas.DeadLetterReason;

/**
 * Why an event may not reach a model.
 *
 * @param reason the reason in one word
 * @param message what was given and what is allowed
 */
public record Rejection(DeadLetterReason reason, String message) {}
