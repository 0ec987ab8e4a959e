package io.github.stepnet.network.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record that a text may give as its first component alone, the others taking their defaults: {@code rate: 0.001} for
 * {@code rate: {constant: {rate: 0.001}}}.
 *
 * <p>It stands for a scalar if the first component is one, for a list if that is a list. In a sealed family at most one
 * record can be the shorthand for scalars and one for lists without its name; the bare name of a variant is tried first.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shorthand {

    /** Whether it may stand without its own name too, wherever its family is expected. */
    boolean unnamed() default true;
}
