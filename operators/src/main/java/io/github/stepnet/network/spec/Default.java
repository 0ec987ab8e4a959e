package io.github.stepnet.network.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value that a component of a specification record takes when a text leaves it out, written as in that text:
 * {@code @Default("leaky-relu") Activation activation}, {@code @Default("[]") List<String> names}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

    /** The value in the notation of the text. */
    String value();
}
