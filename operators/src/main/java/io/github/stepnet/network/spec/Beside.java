package io.github.stepnet.network.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a family's record that a text may give one level further out, beside the first one: with
 * {@code record InverseSquareRoot(float rate, @Beside("decay-over") long over)}, the text
 * {@code {rate: 0.001, decay-over: 20000}} stands for {@code {rate: {inverse-square-root: {rate: 0.001, over: 20000}}}}
 * in every record that has a component of that family. This is the only sugar of the notation besides {@link Shorthand}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Beside {

    /** The key further out. */
    String value();
}
