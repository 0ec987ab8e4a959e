package io.github.stepnet.jobs.wire;

/** Takes a number of a vector. A number that a float cannot hold becomes infinite, and is refused later as what it is. */
abstract class NumberSlot extends Slot {

    NumberSlot(String path) {
        super(path);
    }

    abstract void take(float value) throws Refused;

    @Override
    final void integer(long value) throws Refused {
        take((float) value);
    }

    @Override
    final void number(double value) throws Refused {
        take((float) value);
    }

    @Override
    final void flag(boolean value) throws Refused {
        take(value ? 1 : 0);
    }
}
