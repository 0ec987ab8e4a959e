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

    /** Whether the output is as large as the image, so that a place of the window sees the image itself, moved. */
    private final boolean keepsSize;

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
        keepsSize = stride == 1 && rows == height && this.width == width;
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
            int channel = imageAt + c * imageHeight * imageWidth;
            for (int ky = 0; ky < windowHeight; ky++) {
                for (int kx = 0; kx < windowWidth; kx++) {
                    if (keepsSize) {
                        gatherAtOnce(image, channel, ky, kx, matrix, row);
                    } else {
                        gatherByLines(image, channel, ky, kx, matrix, row);
                    }
                    row += columns;
                }
            }
        }
    }

    /** The whole channel, moved; what came over the left or right border from another line is cleared. */
    private void gatherAtOnce(float[] image, int channel, int ky, int kx, float[] matrix, int row) {
        int shift = (ky - top) * width + kx - left;
        int first = Math.min(positions, Math.max(0, -shift));
        int end = Math.max(first, Math.min(positions, positions - shift));
        Arrays.fill(matrix, row, row + first, 0f);
        if (first < end) {
            System.arraycopy(image, channel + first + shift, matrix, row + first, end - first);
        }
        Arrays.fill(matrix, row + end, row + columns, 0f);
        clearBeyondBorder(kx, matrix, row);
    }

    private void clearBeyondBorder(int kx, float[] matrix, int row) {
        for (int x = 0; x < from[kx]; x++) {
            for (int q = row + x; q < row + positions; q += width) {
                matrix[q] = 0f;
            }
        }
        for (int x = to[kx]; x < width; x++) {
            for (int q = row + x; q < row + positions; q += width) {
                matrix[q] = 0f;
            }
        }
    }

    private void gatherByLines(float[] image, int channel, int ky, int kx, float[] matrix, int row) {
        int first = from[kx];
        int end = to[kx];
        Arrays.fill(matrix, row, row + columns, 0f);
        for (int y = 0; y < rows; y++) {
            int line = y * stride + ky - top;
            if (line < 0 || line >= imageHeight) {
                continue;
            }
            int p = channel + line * imageWidth + kx - left;
            int q = row + y * width;
            if (stride == 1) {
                System.arraycopy(image, p + first, matrix, q + first, end - first);
            } else {
                for (int x = first; x < end; x++) {
                    matrix[q + x] = image[p + x * stride];
                }
            }
        }
    }

    /**
     * The way back of {@link #gather}: every value of the image becomes the sum of the places where it was seen. The matrix is used up.
     */
    void scatter(Kernel kernel, float[] matrix, int matrixAt, float[] image, int imageAt) {
        Arrays.fill(image, imageAt, imageAt + channels * imageHeight * imageWidth, 0f);
        int row = matrixAt;
        for (int c = 0; c < channels; c++) {
            int channel = imageAt + c * imageHeight * imageWidth;
            for (int ky = 0; ky < windowHeight; ky++) {
                for (int kx = 0; kx < windowWidth; kx++) {
                    if (keepsSize) {
                        scatterAtOnce(kernel, matrix, row, ky, kx, image, channel);
                    } else {
                        scatterByLines(kernel, matrix, row, ky, kx, image, channel);
                    }
                    row += columns;
                }
            }
        }
    }

    private void scatterAtOnce(Kernel kernel, float[] matrix, int row, int ky, int kx, float[] image, int channel) {
        int shift = (ky - top) * width + kx - left;
        int first = Math.min(positions, Math.max(0, -shift));
        int end = Math.max(first, Math.min(positions, positions - shift));
        clearBeyondBorder(kx, matrix, row);
        kernel.add(end - first, matrix, row + first, image, channel + first + shift);
    }

    private void scatterByLines(Kernel kernel, float[] matrix, int row, int ky, int kx, float[] image, int channel) {
        int first = from[kx];
        int end = to[kx];
        for (int y = 0; y < rows; y++) {
            int line = y * stride + ky - top;
            if (line < 0 || line >= imageHeight) {
                continue;
            }
            int p = channel + line * imageWidth + kx - left;
            int q = row + y * width;
            if (stride == 1) {
                kernel.add(end - first, matrix, q + first, image, p + first);
            } else {
                for (int x = first; x < end; x++) {
                    image[p + x * stride] += matrix[q + x];
                }
            }
        }
    }
}
