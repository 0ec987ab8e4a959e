/**
 * The engine's arithmetic: loops over {@code float[]} and offsets, and nothing else.
 *
 * <p>{@link io.github.stepnet.network.kernel.Kernel} names every loop that a layer, an optimiser or a loss may run. A
 * kernel owns no data and keeps no state; arrays and offsets come from the caller, so a network's parameters stay one
 * array that is copied, hashed and serialised in one piece. Ranges are not checked beyond what the virtual machine
 * does, for a check would cost as much as a short loop.
 *
 * <p>There are two kernels because compilers up to Java 25 do not vectorise a loop over an array with an offset, nor a
 * sum of floats: {@link io.github.stepnet.network.kernel.ScalarKernel} runs everywhere, and the one in {@code
 * kernel.vector} uses the incubating Vector API for the speed. {@link
 * io.github.stepnet.network.kernel.Kernels} takes the second where the virtual machine was started with {@code
 * --add-modules jdk.incubator.vector}. Nothing here names a class of that package, so it may be absent at run time.
 *
 * <p>Two promises bind both. <b>Same bits:</b> one kernel with one number of lanes gives the same bits interpreted and
 * compiled, on every Java from 17 on. So there is no {@code reduceLanes(ADD)} and no transcendental lane operation,
 * whose bits change when they are compiled; sums meet in an order that is written down, and {@link
 * io.github.stepnet.network.kernel.Polynomials} spells {@code exp}, {@code tanh} and {@code log} as multiply-adds. For
 * element-wise loops the bits are even those of the other kernel, wherever the element stands; sums agree to 1e-6.
 * <b>No allocation:</b> not one object per call, once compiled. Both kernels assume a processor with fused
 * multiply-add; without it they are correct and slow.
 *
 * <p>To add one here: declare the loop in {@code Kernel} with its formula and what may overlap; write it in the file of
 * its kind, {@code ScalarRows}, {@code ScalarFunctions}, {@code ScalarArithmetic} or {@code ScalarSteps}, and in the
 * vector file of the same ending, where the tail calls the scalar loop; delegate from both kernels; define it in the
 * tests' {@code ReferenceKernel} and name it in their {@code Loop}. The suites for accuracy, agreement, canaries, bits
 * and allocation then find it by themselves.
 */
package io.github.stepnet.network.kernel;
