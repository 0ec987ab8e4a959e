/**
 * Generated streams: endless classification problems whose best possible accuracy is known by construction.
 *
 * <p>A learner's figure on a real stream says how it compares; on these it says how far it is from perfect. Each stream
 * has label noise of a known rate on top of a label that the features determine exactly, so its Bayes rate is a
 * constant that is derived, not estimated. Every sample is fresh: nothing can be memorised.
 *
 * <p>The same seed gives the same stream. Each key draws from its own generator, so that a key's samples do not depend
 * on how many other keys there are.
 *
 * <p>To add one here: implement {@link io.github.stepnet.jobs.stream.SampleStream}, name it in
 * {@link io.github.stepnet.jobs.stream.StreamName}, derive the ceiling in the class's
 * Javadoc, and test both it and the shares of the classes against a count over many samples.
 */
package io.github.stepnet.jobs.stream;
