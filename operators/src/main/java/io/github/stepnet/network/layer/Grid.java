package io.github.stepnet.network.layer;

import java.util.List;

/**
 * Layers in the cells of a grid, row by row, within a row column by column, within a cell one behind the other: the network of the
 * specification's section 1.1.
 *
 * <p>Data flow in that order and no other; neighbours in the grid are not connected. It computes what a {@link Sequential} of the same layers
 * does; what it adds are the coordinates, by which descriptions and errors name a layer: {@code cells[1][0].layers[2]}.
 *
 * @param rows rows of the grid, at least 1
 * @param columns columns of the grid, at least 1
 * @param layers all layers in the order of their cells, the same number for each cell
 */
public record Grid(int rows, int columns, List<LayerSpec> layers) implements LayerSpec {

    /** @throws IllegalArgumentException if the layers do not fill the grid evenly */
    public Grid {
        layers = List.copyOf(layers);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "Grid.rows is " + rows + " with columns " + columns + "; both must be at least 1");
        }
        if (layers.isEmpty() || layers.size() % ((long) rows * columns) != 0) {
            throw new IllegalArgumentException("Grid.layers has " + layers.size() + " layers for " + rows + " x "
                    + columns + " cells; give every cell as many");
        }
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        int perCell = layers.size() / (rows * columns);
        Wire wire = from;
        for (int i = 0; i < layers.size(); i++) {
            int cell = i / perCell;
            String name = "cells[" + cell / columns + "][" + cell % columns + "].layers[" + i % perCell + "]";
            wire = wiring.lay(name, layers.get(i), wire);
        }
        return wire;
    }
}
