package io.github.stepnet.jobs.wire;

import io.github.stepnet.jobs.config.Label;
import io.github.stepnet.schemas.DeadLetterReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes a class: its number, or its name where the job names the classes. Names are compared as text, numbers and booleans too. */
final class LabelSlot extends Slot {

    private final List<String> classes;
    private final Map<String, Integer> numbers = new HashMap<>();
    private int value;

    LabelSlot(Label label) {
        super(label.field());
        classes = label.classes();
        for (int i = 0; i < classes.size(); i++) {
            numbers.put(classes.get(i), i);
        }
    }

    /** The class, or {@link IncomingEvent#NO_LABEL}. */
    int value() {
        return value;
    }

    @Override
    void clear() {
        value = IncomingEvent.NO_LABEL;
    }

    @Override
    String takes() {
        return classes.isEmpty() ? "a class, counted from 0" : "one of the classes " + classes;
    }

    @Override
    void integer(long number) throws Refused {
        if (!classes.isEmpty()) {
            name(Long.toString(number));
            return;
        }
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new Refused(
                    DeadLetterReason.LABEL_OUT_OF_RANGE,
                    "the label is " + number
                            + "; classes count from 0, and a label that is not known is null or left out");
        }
        value = (int) number;
    }

    @Override
    void number(double number) throws Refused {
        if (number != Math.rint(number) || Double.isInfinite(number)) {
            super.number(number);
        }
        integer((long) number);
    }

    @Override
    void text(String name) throws Refused {
        if (classes.isEmpty()) {
            super.text(name);
        }
        name(name);
    }

    @Override
    void flag(boolean flag) throws Refused {
        if (classes.isEmpty()) {
            value = flag ? 1 : 0;
        } else {
            name(Boolean.toString(flag));
        }
    }

    private void name(String name) throws Refused {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new Refused(
                    DeadLetterReason.LABEL_OUT_OF_RANGE,
                    "the label is \"" + Excerpt.of(name) + "\"; it must be " + takes());
        }
        value = number;
    }
}
