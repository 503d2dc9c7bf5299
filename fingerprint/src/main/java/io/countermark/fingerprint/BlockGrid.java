package io.countermark.fingerprint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A frame cut into square blocks, row by row; what is left at the right and lower edge is not looked at.
 *
 * @param side    of a block, in pixels
 * @param columns blocks across
 * @param rows    blocks down
 */
record BlockGrid(int side, int columns, int rows) {

    static BlockGrid of(int width, int height, int side) {
        return new BlockGrid(side, width / side, height / side);
    }

    int count() {
        return columns * rows;
    }

    int left(int block) {
        return block % columns * side;
    }

    int top(int block) {
        return block / columns * side;
    }

    /** The sets of blocks that touch each other by a side or corner and satisfy {@code member}. */
    List<List<Integer>> components(IntPredicate member) {
        boolean[] seen = new boolean[count()];
        List<List<Integer>> components = new ArrayList<>();
        for (int start = 0; start < seen.length; start++) {
            if (!seen[start] && member.test(start)) {
                components.add(flood(start, member, seen));
            }
        }
        return components;
    }

    private List<Integer> flood(int start, IntPredicate member, boolean[] seen) {
        List<Integer> component = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        seen[start] = true;
        open.add(start);
        while (!open.isEmpty()) {
            int block = open.remove();
            component.add(block);
            int column = block % columns;
            int row = block / columns;
            for (int y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
                    int next = y * columns + x;
                    if (!seen[next] && member.test(next)) {
                        seen[next] = true;
                        open.add(next);
                    }
                }
            }
        }
        return component;
    }
}
