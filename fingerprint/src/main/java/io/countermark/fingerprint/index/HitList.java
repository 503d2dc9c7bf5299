package io.countermark.fingerprint.index;

import java.util.Arrays;

/** Matches of a query's features with features of pictures, in the order in which they were found. */
final class HitList {

    private int[] pictures = new int[1024];
    private int[] places = new int[1024];
    /** Feature and distance: 8 bits for the latter. */
    private int[] features = new int[1024];

    private int size;

    void add(int picture, int feature, int place, int distance) {
        if (size == pictures.length) {
            pictures = Arrays.copyOf(pictures, 2 * size);
            places = Arrays.copyOf(places, 2 * size);
            features = Arrays.copyOf(features, 2 * size);
        }
        pictures[size] = picture;
        places[size] = place;
        features[size++] = feature << 8 | distance;
    }

    int size() {
        return size;
    }

    int picture(int i) {
        return pictures[i];
    }

    int place(int i) {
        return places[i];
    }

    int feature(int i) {
        return features[i] >>> 8;
    }

    int distance(int i) {
        return features[i] & 0xff;
    }
}
