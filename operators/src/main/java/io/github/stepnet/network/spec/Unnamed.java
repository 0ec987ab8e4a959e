package io.github.stepnet.network.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record of a sealed family that a text gives without its name.
 *
 * <p>One of several components is the map of them, and is told from others by the key of its first component. One of a single
 * component is that component alone, and is taken for whatever has no such key; a family has at most one of these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Unnamed {}
