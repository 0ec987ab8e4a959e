/**
 * Changes of architecture that say what becomes of every weight: what a savepoint is migrated with. A new kind of change is a record of
 * {@link io.github.stepnet.network.migration.Move}; what else a key remembers is carried over by {@link io.github.stepnet.network.migration.Migration}.
 */
package io.github.stepnet.network.migration;
