package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;

/**
 * The patches of an image under a sliding window, as the columns of a matrix, which turns a convolution into a matrix product.
 *
 * <p>The image is {@code channels x height x width}, zeros beyond its border. Row {@code (c, ky, kx)} of the matrix holds what that place
 * of the window sees at each position, row by row of the output: {@code size} rows of {@code columns} floats. The positions are followed
 * by zeros up to a multiple of 8, so that loops over lanes end without a remainder, which would cost more than the lanes.
 */
final class Patches {

    private static final int LANES = 8;

    /** Places of the window: rows of the matrix. */
    final int size;

    /** Height of the output. */
    final int rows;

    /** Width of the output. */
    final int width;

    /** Positions of the window. */
    final int positions;

    /** Positions rounded up: columns of the matrix. */
    final int columns;

    /** The most positions that see the same value. */
    final int overlap;

    private final int channels;
    private final int imageHeight;
    private final int imageWidth;
    private final int windowHeight;
    private final int windowWidth;
    private final int stride;
    private final int top;
    private final int left;

    /** For each place across the window, the first position along a row at which it lies within the image. */
    private final int[] from;

    /** And the first beyond. */
    private final int[] to;

    /** A window that moves by {@code stride} over an image with {@code top} and {@code left} zeros at either side. */
    Patches(int channels, int height, int width, int windowHeight, int windowWidth, int stride, int top, int left) {
        this.channels = channels;
        imageHeight = height;
        imageWidth = width;
        this.windowHeight = windowHeight;
        this.windowWidth = windowWidth;
        this.stride = stride;
        this.top = top;
        this.left = left;
        rows = (padded(height, top) - windowHeight) / stride + 1;
        this.width = (padded(width, left) - windowWidth) / stride + 1;
        size = Math.multiplyExact(channels, Math.multiplyExact(windowHeight, windowWidth));
        positions = Math.multiplyExact(rows, this.width);
        columns = Math.addExact(positions, LANES - 1) / LANES * LANES;
        overlap = Math.min(rows, ceilQuotient(windowHeight, stride))
                * Math.min(this.width, ceilQuotient(windowWidth, stride));
        from = new int[windowWidth];
        to = new int[windowWidth];
        for (int kx = 0; kx < windowWidth; kx++) {
            int last = width - 1 + left - kx;
            to[kx] = last < 0 ? 0 : Math.min(this.width, last / stride + 1);
            from[kx] = Math.min(to[kx], ceilQuotient(Math.max(0, left - kx), stride));
        }
    }

    private static int padded(int size, int zeros) {
        return Math.addExact(size, Math.multiplyExact(2, zeros));
    }

    private static int ceilQuotient(int a, int b) {
        return a == 0 ? 0 : (a - 1) / b + 1;
    }

    /** Fills the matrix from the image. */
    void gather(float[] image, int imageAt, float[] matrix, int matrixAt) {
        int row = matrixAt;
        for (int c = 0; c < channels; c++) {
            for (int ky = 0; ky < windowHeight; ky++) {
                for (int kx = 0; kx < windowWidth; kx++) {
                    int q = row;
                    for (int y = 0; y < rows; y++) {
                        int line = y * stride + ky - top;
                        if (line < 0 || line >= imageHeight) {
                            Arrays.fill(matrix, q, q + width, 0f);
                        } else {
                            int p = imageAt + (c * imageHeight + line) * imageWidth + kx - left;
                            gatherLine(image, p, matrix, q, from[kx], to[kx]);
                        }
                        q += width;
                    }
                    row += columns;
                    Arrays.fill(matrix, q, row, 0f);
                }
            }
        }
    }

    private void gatherLine(float[] image, int p, float[] matrix, int q, int first, int end) {
        for (int x = 0; x < first; x++) {
            matrix[q + x] = 0f;
        }
        if (stride == 1) {
            System.arraycopy(image, p + first, matrix, q + first, end - first);
        } else {
            for (int x = first; x < end; x++) {
                matrix[q + x] = image[p + x * stride];
            }
        }
        for (int x = end; x < width; x++) {
            matrix[q + x] = 0f;
        }
    }

    /** The way back of {@link #gather}: every value of the image becomes the sum of the places where it was seen. */
    void scatter(Kernel kernel, float[] matrix, int matrixAt, float[] image, int imageAt) {
        Arrays.fill(image, imageAt, imageAt + channels * imageHeight * imageWidth, 0f);
        int row = matrixAt;
        for (int c = 0; c < channels; c++) {
            for (int ky = 0; ky < windowHeight; ky++) {
                for (int kx = 0; kx < windowWidth; kx++) {
                    for (int y = 0; y < rows; y++) {
                        int line = y * stride + ky - top;
                        if (line >= 0 && line < imageHeight) {
                            int p = imageAt + (c * imageHeight + line) * imageWidth + kx - left;
                            scatterLine(kernel, matrix, row + y * width, image, p, from[kx], to[kx]);
                        }
                    }
                    row += columns;
                }
            }
        }
    }

    private void scatterLine(Kernel kernel, float[] matrix, int q, float[] image, int p, int first, int end) {
        if (stride == 1) {
            kernel.add(end - first, matrix, q + first, image, p + first);
        } else {
            for (int x = first; x < end; x++) {
                image[p + x * stride] += matrix[q + x];
            }
        }
    }
}
