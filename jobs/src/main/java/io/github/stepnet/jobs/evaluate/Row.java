package io.github.stepnet.jobs.evaluate;

/** A row on its way to its key's network. A plain object, for Flink's own serializer. */
public final class Row {

    /** Whose row it is. */
    public String key;

    /** See {@link RowId}. */
    public String id;

    /** All finite. */
    public float[] features;

    /** The class or the value to predict; NaN if it is not known. */
    public float truth;

    /** Flink fills it in. */
    public Row() {}

    /** The row that a cursor is at. */
    static Row of(long number, Rows rows) {
        Row row = new Row();
        row.key = rows.key();
        row.id = new RowId(number, rows.truth()).text();
        row.features = rows.features().clone();
        row.truth = rows.truth();
        return row;
    }

    boolean isLabelled() {
        return !Float.isNaN(truth);
    }
}
