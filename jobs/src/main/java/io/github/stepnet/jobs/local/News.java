package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Tone;

/** A line that stays on the screen. */
record News(Tone tone, String text) {}
