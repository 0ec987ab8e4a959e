/**
 * What a network is to make small, one file each, with the link from its raw outputs to probabilities or values.
 *
 * <p>A loss is a leaf: it knows the kernel's functions and nothing of layers or rules. Its gradient with respect to the raw outputs is the
 * signal that a learning rule starts from.
 *
 * <p>To add one here: write the record in one file and add its name to the {@code permits} clause of
 * {@link io.github.stepnet.network.loss.Loss}.
 */
package io.github.stepnet.network.loss;
