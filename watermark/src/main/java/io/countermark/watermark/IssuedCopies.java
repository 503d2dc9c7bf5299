package io.countermark.watermark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the copies that were issued of an original is this? Where a mark is too weak to be decoded out of 2^64 ids, it can still be
 * told among the few that exist: each issued word is correlated with the observation, and the union bound over the copies and
 * alignments takes the place of that over all ids. Among 1,000 copies and two alignments z = 7.6 is enough, against 12.
 *
 * <p>When several recipients average their copies, each word is there with a part of its amplitude. The strongest is named, what all
 * named words together explain is taken away by least squares, and the next is looked for in the rest (orthogonal matching pursuit, Pati,
 * Rezaiifar and Krishnaprasad 1993). A word that stands out of the rest and yet explains much less than the strongest is not accused: copies
 * that were averaged have similar parts, what a wrong model of the channel leaves over has not.
 */
final class IssuedCopies {

    /** Greatest chance of a false name that is accepted. */
    private static final double MOST_BOUND = 1e-9;

    /** Averaging more copies than this leaves none of them above the bound in practice. */
    private static final int MOST_NAMES = 8;

    /** Least amplitude of a further name against the greatest of all names. */
    private static final double LEAST_PART = 0.4;

    private final Demodulator demodulator;
    private final Map<MarkId, boolean[]> words = new LinkedHashMap<>();

    IssuedCopies(Constellation constellation, Demodulator demodulator, List<MarkId> issued) {
        this.demodulator = demodulator;
        for (MarkId id : issued) {
            words.computeIfAbsent(id, constellation::word);
        }
    }

    /**
     * One look at a suspect.
     *
     * @param soft      observations by dimension
     * @param weighting that they were made with
     */
    record View(float[] soft, Demodulator.Weighting weighting) {}

    /**
     * A recipient's copy.
     *
     * @param id    of the copy
     * @param z     correlation
     * @param bound upper bound of the chance of this name for a picture made without the key
     */
    record Name(MarkId id, double z, double bound) {}

    /** The named copies, strongest first; none when no copy is above the bound. The first is sought in all views. */
    List<Name> named(List<View> views) {
        Name first = null;
        View chosen = null;
        for (View view : views) {
            Name name = strongest(view.soft, views.size(), List.of());
            if (name != null && (first == null || name.z > first.z)) {
                first = name;
                chosen = view;
            }
        }
        return first == null || chosen == null ? List.of() : withFurther(first, chosen, views.size());
    }

    /** Copies besides one that is already known, by decoding; none when that is not one of those issued. */
    List<Name> besides(Name known, View view, int trials) {
        if (!words.containsKey(known.id)) {
            return List.of();
        }
        List<Name> names = withFurther(known, view, trials);
        return names.subList(1, names.size());
    }

    private List<Name> withFurther(Name first, View view, int trials) {
        List<Name> names = new ArrayList<>();
        names.add(first);
        Demodulator.Explained explained = explained(names, view);
        while (names.size() < MOST_NAMES) {
            Name next = strongest(explained.rest(), trials, names);
            if (next == null) {
                return names;
            }
            names.add(next);
            explained = explained(names, view);
            if (explained.parts()[names.size() - 1] < LEAST_PART * greatest(explained.parts())) {
                names.removeLast();
                return names;
            }
        }
        return names;
    }

    private Demodulator.Explained explained(List<Name> names, View view) {
        return demodulator.explain(
                view.soft,
                view.weighting,
                names.stream().map(name -> words.get(name.id)).toList());
    }

    private static double greatest(double[] parts) {
        double greatest = 0;
        for (double part : parts) {
            greatest = Math.max(greatest, part);
        }
        return greatest;
    }

    private @Nullable Name strongest(float[] soft, int trials, List<Name> named) {
        Demodulator.Correlator correlator = demodulator.correlator(soft);
        MarkId best = null;
        double most = 0;
        for (Map.Entry<MarkId, boolean[]> copy : words.entrySet()) {
            double z = correlator.with(copy.getValue());
            if (z > most && named.stream().noneMatch(name -> name.id.equals(copy.getKey()))) {
                best = copy.getKey();
                most = z;
            }
        }
        double bound = Demodulator.boundAmong(words.size(), most, trials);
        return best == null || bound > MOST_BOUND ? null : new Name(best, most, bound);
    }
}
