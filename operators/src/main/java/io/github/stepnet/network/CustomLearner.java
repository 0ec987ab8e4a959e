package io.github.stepnet.network;

/**
 * The open door for learners that the library does not bring: implement it with an immutable record, and {@link Learner} with the object it
 * compiles to.
 *
 * <p>A custom learner is used from code only. Its components must be serializable by Java, since it travels in the job graph. Its {@link
 * #canonicalText} is compared letter by letter with that of a savepoint, since nothing can read it back: changing it leaves the models
 * of running jobs behind.
 */
public non-sealed interface CustomLearner extends LearnerSpec {}
