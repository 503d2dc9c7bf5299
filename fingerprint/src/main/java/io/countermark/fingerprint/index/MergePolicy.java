package io.countermark.fingerprint.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Eight segments within a factor of eight in size become one, so that a picture is rewritten once for each factor of eight. */
final class MergePolicy {

    private static final int WIDTH = 8;

    private MergePolicy() {}

    /** The smallest ones that should be merged; empty when there are few of every size. */
    static List<Reading.Part> choose(List<Reading.Part> parts) {
        Map<Integer, List<Reading.Part>> bySize = new TreeMap<>();
        for (Reading.Part part : parts) {
            int size = Math.max(1, part.segment().pictures());
            int tier = (31 - Integer.numberOfLeadingZeros(size)) / 3;
            bySize.computeIfAbsent(tier, t -> new ArrayList<>()).add(part);
        }
        return bySize.values().stream()
                .filter(same -> same.size() >= WIDTH)
                .findFirst()
                .orElse(List.of());
    }
}
