package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.local.KeyScore.Reading;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A figure over the keys: every key weighs alike, however many events it has.
 *
 * @param measure what is measured
 * @param keys how many keys
 * @param mean the mean over the keys
 * @param worst the worst key's
 * @param worstKey which one that is; the first in the order of the names, among equals
 * @param first the mean of the first baseline
 * @param second the mean of the second baseline
 */
record Standing(Measure measure, int keys, double mean, double worst, String worstKey, double first, double second) {

    /** The standing in each measure, of one reading per key and measure; empty without keys. */
    static List<Standing> of(Map<String, List<Reading>> readings) {
        List<Standing> standings = new ArrayList<>();
        Iterator<List<Reading>> any = readings.values().iterator();
        int measures = any.hasNext() ? any.next().size() : 0;
        for (int measure = 0; measure < measures; measure++) {
            standings.add(of(measure, readings));
        }
        return standings;
    }

    private static Standing of(int measure, Map<String, List<Reading>> readings) {
        double model = 0;
        double first = 0;
        double second = 0;
        Reading worst = null;
        String worstKey = null;
        for (Map.Entry<String, List<Reading>> key : readings.entrySet()) {
            Reading reading = key.getValue().get(measure);
            model += reading.model();
            first += reading.first();
            second += reading.second();
            if (worst == null || isWorse(reading, worst)) {
                worst = reading;
                worstKey = key.getKey();
            }
        }
        int keys = readings.size();
        return new Standing(worst.measure(), keys, model / keys, worst.model(), worstKey, first / keys, second / keys);
    }

    private static boolean isWorse(Reading one, Reading other) {
        return one.measure().isGain() ? one.model() < other.model() : one.model() > other.model();
    }
}
