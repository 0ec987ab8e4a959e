/**
 * The vector kernel, the only code that sees {@code jdk.incubator.vector}; see the package above for what it promises.
 *
 * <p>Loaded by name when the module is present. A vector lives in registers only while everything it meets is inlined
 * into one method; where that fails it becomes an object, the loop allocates and crawls. So a loop is one
 * method from its loads to its stores, and what it shares with others is either a few steps long or an array.
 *
 * <p>To add one here: see the package above.
 */
package io.github.stepnet.network.kernel.vector;
