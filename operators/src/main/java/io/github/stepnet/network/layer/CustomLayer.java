package io.github.stepnet.network.layer;

/**
 * The open door for layers that the library does not bring: implement it with an immutable record, and {@link Stage} with
 * the object it compiles to.
 *
 * <p>A custom layer is used from code only; a text names the library's own layers. Its components must be serializable by Java, since
 * it travels in the job graph, and its {@code toString} must determine what it computes, since a model's state is tied to it.
 */
public non-sealed interface CustomLayer extends LayerSpec {}
