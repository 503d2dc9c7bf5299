package io.countermark.watermark;

import java.util.Objects;

/**
 * How strongly each tile of 128 x 128 frame pixels speaks for the word that was read: its own normalised correlation z, about normal with
 * deviation 1 where there is no mark. Tiles at the right and lower edge may be cut.
 */
public final class TileMap {

    /** Side of a tile in pixels of the frame. */
    public static final int SIDE = Constellation.TILE;

    private final int columns;
    private final int rows;
    private final double[] z;

    private TileMap(int columns, int rows, double[] z) {
        this.columns = columns;
        this.rows = rows;
        this.z = z;
    }

    /**
     * @param plane     in the frame, whitened or with the host taken away; 0 where the suspect does not reach
     * @param weighting of the whole reading, so that tiles compare
     */
    static TileMap of(
            FloatPlane plane,
            Constellation constellation,
            Demodulator demodulator,
            Demodulator.Weighting weighting,
            boolean[] word) {
        int columns = (plane.width() + SIDE - 1) / SIDE;
        int rows = (plane.height() + SIDE - 1) / SIDE;
        double[] z = new double[columns * rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                FloatPlane tile = plane.part(column * SIDE, row * SIDE, SIDE, SIDE);
                float[] soft = demodulator.soft(Harmonics.folded(tile, constellation), weighting);
                z[row * columns + column] = demodulator.correlation(soft, word);
            }
        }
        return new TileMap(columns, rows, z);
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return rows;
    }

    /** @throws IndexOutOfBoundsException outside of the map */
    public double z(int column, int row) {
        Objects.checkIndex(column, columns);
        Objects.checkIndex(row, rows);
        return z[row * columns + column];
    }
}
