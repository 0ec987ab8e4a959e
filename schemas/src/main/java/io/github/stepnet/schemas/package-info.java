/**
 * The words: what enters and leaves a Stepnet job, as Avro records generated from {@code src/main/avro}.
 *
 * <p>{@link io.github.stepnet.schemas.Event} goes in. {@link io.github.stepnet.schemas.Prediction}, {@link
 * io.github.stepnet.schemas.Milestone}, {@link io.github.stepnet.schemas.LayerHealth}, {@link
 * io.github.stepnet.schemas.LearningEvent}, {@link io.github.stepnet.schemas.DriftEvent}, {@link io.github.stepnet.schemas.EquilibriumEvent}, {@link io.github.stepnet.schemas.ExpiredExample}, {@link io.github.stepnet.schemas.ExpiredModel}, {@link io.github.stepnet.schemas.ModelSnapshot}, {@link io.github.stepnet.schemas.WindowUpdate} and {@link io.github.stepnet.schemas.DeadLetter} come out. Each field's meaning and unit stand in its {@code doc}. On the wire they travel in Avro's single-object encoding, whose fingerprint lets a
 * reader recognise the writer's schema and refuse garbage.
 *
 * <p>Schemas evolve so that a new reader understands every record ever written: a new field has a default, a field is
 * never renamed nor given another type, an enum grows at its end and keeps its default {@code UNKNOWN}. A test reads the
 * first version of each record, which {@link io.github.stepnet.schemas.Versions} has, with the current schema.
 *
 * <p>To add one here: write {@code Name.avsc} in {@code src/main/avro}, document every field, copy the file to {@code
 * src/main/resources}, into the folder of the version that is released with it. The copy is never edited again. A changed
 * record is copied likewise into the folder of a new version, which {@code Versions} names first.
 */
package io.github.stepnet.schemas;
