package io.countermark.transparency;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tile or entry bundle below a log's prefix (c2sp.org/tlog-tiles).
 *
 * @param level 0 to 63, or {@link #ENTRIES}
 * @param index of the tile in its level
 * @param width 256 for a full tile, 1 to 255 for a partial one
 */
record TilePath(int level, long index, int width) {

    /** The level of entry bundles, which have none. */
    static final int ENTRIES = -1;

    static final int FULL = 256;

    private static final Pattern NAME = Pattern.compile(
            "tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    static Optional<TilePath> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        long index = Long.parseLong(matcher.group(2).replace("x", "").replace("/", ""));
        int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
        TilePath path = new TilePath(level, index, width);
        boolean only = width <= FULL && path.text().equals(name); // One spelling a tile: no x000 in front, no .p/256.
        return only ? Optional.of(path) : Optional.empty();
    }

    /** For example {@code tile/0/x001/234.p/17}. */
    String text() {
        return folded() + (width == FULL ? "" : ".p/" + width);
    }

    /** The folder that holds the partial forms, for example {@code tile/0/x001/234.p}. */
    String partials() {
        return folded() + ".p";
    }

    private String folded() {
        String digits = String.format("%03d", index % 1000);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            digits = String.format("x%03d/", rest % 1000) + digits;
        }
        return "tile/" + (level == ENTRIES ? "entries" : level) + "/" + digits;
    }

    @Override
    public String toString() {
        return text();
    }
}
