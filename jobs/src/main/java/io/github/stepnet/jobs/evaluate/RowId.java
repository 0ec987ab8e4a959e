package io.github.stepnet.jobs.evaluate;

/**
 * What a row is called on its way through a network that may answer it many ticks later: its number and its truth, so that the answer can be
 * credited without a look back at the row.
 *
 * @param number the number of the row in its data, from 0
 * @param truth the class or the value to predict, NaN if it is not known
 */
record RowId(long number, float truth) {

    private static final char BETWEEN = ':';

    /** The float's text is exact: it reads back as the same bits. */
    String text() {
        return number + String.valueOf(BETWEEN) + truth;
    }

    static RowId parse(String text) {
        int between = text.indexOf(BETWEEN);
        return new RowId(Long.parseLong(text.substring(0, between)), Float.parseFloat(text.substring(between + 1)));
    }
}
