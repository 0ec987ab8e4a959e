package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How the outputs of the branches of a {@link Parallel} become one. */
public sealed interface Combine extends Serializable {

    /**
     * Joins the outputs of the branches.
     *
     * @param from what all branches read
     * @throws IllegalArgumentException if the outputs do not fit together
     */
    Wire lay(Wiring wiring, Wire from, List<Wire> outputs);

    /**
     * One behind the other in the order of the branches: vectors to a longer vector, sequences of equal length step by step, images of
     * equal height and width channel by channel.
     */
    record Concat() implements Combine {

        @Override
        public Wire lay(Wiring wiring, Wire from, List<Wire> outputs) {
            return wiring.join(new Concatenation(shapes(outputs)), outputs);
        }
    }

    /** The sum; all outputs have one shape. */
    record Add() implements Combine {

        @Override
        public Wire lay(Wiring wiring, Wire from, List<Wire> outputs) {
            return wiring.join(new Sum(shapes(outputs), 1f), outputs);
        }
    }

    /** The mean; all outputs have one shape. */
    record Average() implements Combine {

        @Override
        public Wire lay(Wiring wiring, Wire from, List<Wire> outputs) {
            return wiring.join(new Sum(shapes(outputs), 1f / outputs.size()), outputs);
        }
    }

    /**
     * A mixture of experts: {@code y = sum_b p_b y_b} over the {@code top} branches with the largest {@code p}, the softmax of an
     * affine map of the input. All outputs have one shape.
     *
     * <p>The weights of the chosen are not brought back to a sum of 1: with a single one chosen the gate would otherwise have no gradient. The
     * gradient goes through the chosen branches and through the gate. All branches compute, chosen or not: a mesh does not know
     * the choice when a branch's turn comes. Jacobs, Jordan, Nowlan and Hinton 1991; Shazeer et al. 2017; for one branch Fedus,
     * Zoph and Shazeer 2022.
     *
     * @param top branches that count, at most as many as there are; 0 for all
     * @param temperature what the logits are divided by; small values choose sharply
     */
    record Gate(@Default("0") int top, @Default("1") float temperature) implements Combine {

        /** @throws IllegalArgumentException if a number is outside its range */
        public Gate {
            if (top < 0) {
                throw new IllegalArgumentException("Gate.top is " + top + "; it must be 0, for all, or above");
            }
            if (!(temperature > 0f && temperature < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "Gate.temperature is " + temperature + "; it must be above 0 and finite");
            }
        }

        @Override
        public Wire lay(Wiring wiring, Wire from, List<Wire> outputs) {
            if (top > outputs.size()) {
                throw new IllegalArgumentException(
                        "Gate.top is " + top + " but there are " + outputs.size() + " branches; use at most as many");
            }
            LayerSpec gate = new Dense(outputs.size(), Activation.IDENTITY, Initializer.XAVIER);
            List<Wire> wires = new ArrayList<>();
            wires.add(wiring.lay("gate", gate, from));
            wires.addAll(outputs);
            int chosen = top == 0 ? outputs.size() : top;
            return wiring.join(new Mixture(shapes(outputs), chosen, temperature), wires);
        }
    }

    /**
     * The cells of a grid one behind the other, row by row, within a row column by column, within a cell layer by layer; each branch fills
     * one cell, and cells without a branch have no width.
     *
     * @param cells the cell of each branch, in the order of the branches
     */
    record GridScatter(List<Cell> cells) implements Combine {

        public GridScatter {
            cells = List.copyOf(cells);
        }

        @Override
        public Wire lay(Wiring wiring, Wire from, List<Wire> outputs) {
            if (cells.size() != outputs.size()) {
                throw new IllegalArgumentException("GridScatter.cells names " + cells.size() + " cells for "
                        + outputs.size() + " branches; name one for each");
            }
            SortedMap<Cell, Wire> placed = new TreeMap<>();
            for (int b = 0; b < outputs.size(); b++) {
                if (placed.put(cells.get(b), outputs.get(b)) != null) {
                    throw new IllegalArgumentException(
                            "GridScatter.cells has " + cells.get(b) + " twice; give every branch a cell of its own");
                }
            }
            List<Wire> inOrder = List.copyOf(placed.values());
            return wiring.join(new Concatenation(shapes(inOrder)), inOrder);
        }
    }

    /**
     * A place in a grid, each coordinate from 0.
     *
     * @param row outermost coordinate
     * @param column within the row
     * @param layer within the cell at that row and column
     */
    record Cell(int row, int column, @Default("0") int layer) implements Comparable<Cell>, Serializable {

        /** @throws IllegalArgumentException if a coordinate is negative */
        public Cell {
            if (row < 0 || column < 0 || layer < 0) {
                throw new IllegalArgumentException("Cell.row is " + row + " with column " + column + " and layer "
                        + layer + "; all must be 0 or above");
            }
        }

        @Override
        public int compareTo(Cell other) {
            int byRow = Integer.compare(row, other.row);
            int byColumn = byRow != 0 ? byRow : Integer.compare(column, other.column);
            return byColumn != 0 ? byColumn : Integer.compare(layer, other.layer);
        }
    }

    private static List<Shape> shapes(List<Wire> wires) {
        return wires.stream().map(Wire::shape).toList();
    }
}
