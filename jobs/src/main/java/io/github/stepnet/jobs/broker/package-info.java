/**
 * A Kafka broker inside this JVM, for the local run and for tests: the real one, over real sockets, with no container.
 *
 * <p>It is on the class path of the launcher and of the tests and not in the job jar: nothing that runs on a cluster may
 * use this package.
 *
 * <p>To add one here: another setting of the broker goes into {@code Node.settings} with the reason why Kafka's
 * default does not do for a single node.
 */
package io.github.stepnet.jobs.broker;
