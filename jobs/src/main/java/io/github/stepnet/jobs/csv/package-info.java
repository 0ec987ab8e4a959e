/**
 * CSV files as learning streams: one example per line, in the file's order.
 *
 * <p>A file is read twice. {@link io.github.stepnet.jobs.csv.CsvFile#open} finds out what the columns hold and how many
 * rows there are; {@link io.github.stepnet.jobs.csv.CsvFile#read} then turns rows into features and label or target. A
 * row that does not fit is handed on with the reason, as a row of its own kind: nothing is skipped.
 *
 * <p>To add one here: another kind of column is another {@code Column}, chosen in {@code ColumnScan.column} by what
 * the first reading found.
 */
package io.github.stepnet.jobs.csv;
