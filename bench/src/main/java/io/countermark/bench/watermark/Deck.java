package io.countermark.bench.watermark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Deals rows to photos so that each row comes up as often as any other, give or take one. */
final class Deck {

    private final List<Attack> rows;
    private final Random random;
    private final List<Attack> left = new ArrayList<>();

    Deck(List<Attack> rows, long seed) {
        this.rows = rows;
        this.random = new Random(seed);
    }

    /** The next {@code count} different rows; all of them, in order, for 0. */
    List<Attack> deal(int count) {
        if (count == 0 || count >= rows.size()) {
            return rows;
        }
        List<Attack> hand = new ArrayList<>();
        List<Attack> held = new ArrayList<>();
        while (hand.size() < count) {
            if (left.isEmpty()) {
                left.addAll(rows);
                Collections.shuffle(left, random);
            }
            Attack next = left.removeLast();
            (hand.contains(next) ? held : hand).add(next);
        }
        left.addAll(held);
        return hand;
    }
}
