/**
 * Changes of architecture that say what becomes of every weight: what a savepoint is migrated with.
 *
 * <p>{@link io.github.stepnet.network.migration.Move Moves} know what they promise of the answers, and {@link io.github.stepnet.network.migration.Migration} carries over what else a
 * key remembers; {@link io.github.stepnet.network.migration.Promise} checks what they promise; {@link io.github.stepnet.network.migration.TensorMapping} has somebody say where each tensor comes from;
 * {@link io.github.stepnet.network.migration.Reset} lets parts start anew.
 *
 * <p>To add a move here: write a record of {@code Move}, one word in its {@code permits} clause, and a case in the contract test.
 */
package io.github.stepnet.network.migration;
