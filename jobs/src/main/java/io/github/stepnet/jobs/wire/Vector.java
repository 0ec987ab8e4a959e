package io.github.stepnet.jobs.wire;

import io.github.stepnet.jobs.config.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A vector of an event, from one field that is an array or from one field for each number. */
abstract sealed class Vector {

    /** A vector from where {@code values} says, without a gap. */
    static Vector of(Values values, String what) {
        return of(values, what, false);
    }

    /** One in which a number that is missing is NaN, if there may be such. */
    static Vector of(Values values, String what, boolean mayHaveGaps) {
        return values instanceof Values.Array array
                ? new FromArray(array.field(), what, mayHaveGaps)
                : new FromFields(((Values.Each) values).fields(), what, mayHaveGaps);
    }

    /** Who takes its numbers. */
    abstract List<Slot> slots();

    /** A new array of the numbers, or null if none of its fields had a value. */
    abstract float[] values() throws Refused;

    /** The vector as it stands in one array, of any length. */
    private static final class FromArray extends Vector {

        private final Slot slot;
        private float[] numbers = new float[16];
        private int count;
        private boolean present;
        private boolean open;

        FromArray(String path, String what, boolean mayHaveGaps) {
            slot = new NumberSlot(path) {

                @Override
                void clear() {
                    present = false;
                    open = false;
                }

                @Override
                String takes() {
                    return "an array of numbers: it has the " + what;
                }

                @Override
                void startArray() throws Refused {
                    if (open) {
                        throw unfit("an array with an array");
                    }
                    open = true;
                    present = true;
                    count = 0;
                }

                @Override
                void endArray() {
                    open = false;
                }

                @Override
                void take(float value) throws Refused {
                    if (!open) {
                        throw unfit("the number " + value);
                    }
                    if (count == numbers.length) {
                        numbers = Arrays.copyOf(numbers, 2 * count);
                    }
                    numbers[count++] = value;
                }

                @Override
                void none() throws Refused {
                    if (open && mayHaveGaps) {
                        take(Float.NaN);
                    } else if (open) {
                        throw unfit("an array with a null");
                    } else {
                        clear();
                    }
                }
            };
        }

        @Override
        List<Slot> slots() {
            return List.of(slot);
        }

        @Override
        float[] values() {
            return present ? Arrays.copyOf(numbers, count) : null;
        }
    }

    /** The vector from one field for each number. */
    private static final class FromFields extends Vector {

        private final List<Slot> slots = new ArrayList<>();
        private final float[] numbers;
        private final boolean[] present;
        private final boolean mayHaveGaps;

        FromFields(List<String> paths, String what, boolean mayHaveGaps) {
            this.mayHaveGaps = mayHaveGaps;
            numbers = new float[paths.size()];
            present = new boolean[paths.size()];
            for (int i = 0; i < paths.size(); i++) {
                slots.add(element(paths.get(i), i, what));
            }
        }

        private Slot element(String path, int at, String what) {
            return new NumberSlot(path) {

                @Override
                void clear() {
                    present[at] = false;
                }

                @Override
                String takes() {
                    return "a number: it is number " + at + " of the " + what;
                }

                @Override
                void take(float value) {
                    numbers[at] = value;
                    present[at] = true;
                }
            };
        }

        @Override
        List<Slot> slots() {
            return slots;
        }

        @Override
        float[] values() throws Refused {
            int missing = -1;
            int found = 0;
            for (int i = 0; i < present.length; i++) {
                if (present[i]) {
                    found++;
                } else {
                    numbers[i] = Float.NaN;
                    missing = missing < 0 ? i : missing;
                }
            }
            if (found == 0) {
                return null;
            }
            if (missing >= 0 && !mayHaveGaps) {
                Slot slot = slots.get(missing);
                throw Refused.undecodable("field " + slot.path() + " is missing or null; it must be " + slot.takes());
            }
            return numbers.clone();
        }
    }
}
