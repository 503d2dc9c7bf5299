package io.countermark.bench.index;

import io.countermark.bench.copies.AttackedPhotos;
import io.countermark.fingerprint.Describer;
import io.countermark.fingerprint.Description;
import io.countermark.fingerprint.PictureComparer;
import io.countermark.fingerprint.Subject.View;
import io.countermark.fingerprint.Verdict;
import io.countermark.fingerprint.index.Candidate;
import io.countermark.fingerprint.index.CandidateSource.Depth;
import io.countermark.fingerprint.index.CopyIndex;
import io.countermark.fingerprint.index.CopySearch;
import io.countermark.fingerprint.index.IndexStatistics;
import io.countermark.fingerprint.index.Query;
import io.countermark.fingerprint.index.RecombinedPictures;
import io.countermark.fingerprint.index.SearchResult;
import io.countermark.imaging.Picture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Indexes of three sizes with the same originals, and the same searches in each. */
final class GrowthMeasurement {

    private static final int FILLERS = 120;
    private static final long SEED = 20_261_126;

    /** One index with what was measured in it. */
    private static final class Library {
        private final CopyIndex index;
        private final CopySearch search;
        private final int size;
        private final double addMillis;
        private final Times whole = new Times();
        private final Times both = new Times();
        private int first;
        private int wholeFound;
        private int found;

        Library(CopyIndex index, int size, double addMillis) {
            this.index = index;
            this.search = new CopySearch(index, new PictureComparer());
            this.size = size;
            this.addMillis = addMillis;
        }
    }

    private final IndexBenchmark.Plan plan;
    private final Path work;
    private final PrintStream out;
    private final Photos photos;
    private final Times decode = new Times();

    GrowthMeasurement(IndexBenchmark.Plan plan, Path work, PrintStream out) {
        this.plan = plan;
        this.work = work;
        this.out = out;
        this.photos = new Photos(plan.photos());
    }

    void run() throws IOException {
        List<Path> heldOut = spread(photos.half(false), 2 * plan.originals());
        List<Path> registered = everyOther(heldOut, 0);
        List<Path> strangers = withoutProductsOf(everyOther(heldOut, 1), registered);
        Map<Path, Description> descriptions = describe(registered);
        List<Description> fillers =
                List.copyOf(describe(spread(photos.half(true), FILLERS)).values());
        List<Library> libraries = new ArrayList<>();
        try {
            for (int size : new int[] {plan.size() / 100, plan.size() / 10, plan.size()}) {
                libraries.add(library(size, descriptions, fillers));
            }
            Map<String, int[]> byAttack = attack(libraries, registered);
            print(libraries);
            out.println();
            printAttacks(byAttack);
            out.println();
            complete(libraries.getLast(), registered, strangers);
        } finally {
            libraries.forEach(library -> library.index.close());
        }
    }

    private Library library(int size, Map<Path, Description> originals, List<Description> fillers) throws IOException {
        CopyIndex index = CopyIndex.open(work.resolve("size-" + size));
        try {
            List<CopyIndex.Entry> entries = new ArrayList<>();
            originals.forEach((file, description) -> entries.add(new CopyIndex.Entry(file.toString(), description)));
            index.addAll(entries);
            long begin = System.nanoTime();
            new RecombinedPictures(fillers, SEED).addTo(index, Math.max(0, size - originals.size()));
            index.settle();
            return new Library(index, size, (System.nanoTime() - begin) / 1e6);
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    /** Searches every attacked picture in all libraries; counts those whose original is proposed in the largest, by attack. */
    private Map<String, int[]> attack(List<Library> libraries, List<Path> registered) throws IOException {
        Map<String, int[]> byAttack = new LinkedHashMap<>();
        AttackedPhotos attacks = new AttackedPhotos(others());
        for (int number = 0; number < registered.size(); number++) {
            try (Picture original = photos.open(registered.get(number))) {
                for (String name : AttackedPhotos.names()) {
                    Optional<Picture> attacked = attacks.attacked(name, original, number);
                    if (attacked.isPresent()) {
                        int[] counts = byAttack.computeIfAbsent(name, n -> new int[2]);
                        counts[0]++;
                        counts[1] += search(
                                        libraries,
                                        attacked.get(),
                                        registered.get(number).toString())
                                ? 1
                                : 0;
                    }
                }
            }
        }
        return byAttack;
    }

    private List<Picture> others() throws IOException {
        List<Picture> others = new ArrayList<>();
        for (Path file : spread(photos.half(true), 8)) {
            others.add(photos.open(file));
        }
        return others;
    }

    private boolean search(List<Library> libraries, Picture attacked, String original) throws IOException {
        boolean found = false;
        try (attacked;
                Query query = new Query(attacked, null)) {
            for (View view : View.values()) {
                query.subject().features(view);
            }
            query.subject().pdq();
            for (Library library : libraries) {
                long begin = Times.now();
                List<Candidate> whole = library.search.candidates(query, Depth.WHOLE);
                library.whole.since(begin);
                List<Candidate> parts = library.search.candidates(query, Depth.PARTS);
                library.both.since(begin);
                library.first += !whole.isEmpty() && whole.getFirst().id().equals(original) ? 1 : 0;
                boolean inWhole = names(whole, original);
                library.wholeFound += inWhole ? 1 : 0;
                found = inWhole || names(parts, original);
                library.found += found ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean names(List<Candidate> candidates, String id) {
        return candidates.stream().anyMatch(candidate -> candidate.id().equals(id));
    }

    private void print(List<Library> libraries) throws IOException {
        out.printf(
                Locale.ROOT,
                "Decoding one of the photos: median %.1f ms. Times in ms of one core; recall in %% of attacked pictures.%n%n",
                decode.at(0.5));
        out.println(
                "| entries | segments | bytes an entry | added a second | whole p50 | p95 | p99 | whole and parts p50 | p95 | p99"
                        + " | p95 in decodes | first | best 20, whole | best 20, whole and parts | searches |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Library library : libraries) {
            IndexStatistics statistics = library.index.statistics();
            int searches = library.whole.count();
            out.printf(
                    Locale.ROOT,
                    "| %,d | %d | %,.0f | %,.0f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f | %d |%n",
                    statistics.pictures(),
                    statistics.segments(),
                    statistics.bytesAPicture(),
                    1000 * library.size / library.addMillis,
                    library.whole.at(0.5),
                    library.whole.at(0.95),
                    library.whole.at(0.99),
                    library.both.at(0.5),
                    library.both.at(0.95),
                    library.both.at(0.99),
                    library.both.at(0.95) / decode.at(0.5),
                    100.0 * library.first / searches,
                    100.0 * library.wholeFound / searches,
                    100.0 * library.found / searches,
                    searches);
        }
    }

    private void printAttacks(Map<String, int[]> byAttack) {
        out.println("Original among the best 20 of the largest index, whole or parts:");
        StringBuilder line = new StringBuilder();
        byAttack.forEach(
                (name, counts) -> line.append(String.format(Locale.ROOT, "%s %d/%d, ", name, counts[1], counts[0])));
        out.println(line.substring(0, Math.max(0, line.length() - 2)));
    }

    /** Whole searches with decoding and comparing. */
    private void complete(Library library, List<Path> registered, List<Path> strangers) throws IOException {
        Times matching = new Times();
        Times unknown = new Times();
        int copies = complete(library, registered, matching);
        int accused = complete(library, strangers, unknown);
        out.printf(
                Locale.ROOT,
                "Complete searches in %,d entries, decoding and comparing included, processor time of one thread:%n"
                        + "photos that are registered: mean %.0f ms, %.1f a second on two cores, %d of %d answered COPY%n"
                        + "strangers: mean %.0f ms, %.1f a second on two cores, %d of %d answered COPY%n",
                library.size,
                matching.mean(),
                2000 / matching.mean(),
                copies,
                registered.size(),
                unknown.mean(),
                2000 / unknown.mean(),
                accused,
                strangers.size());
    }

    private int complete(Library library, List<Path> files, Times times) throws IOException {
        int copies = 0;
        for (Path file : files) {
            long begin = Times.now();
            try (Picture picture = photos.open(file);
                    Query query = new Query(picture, null)) {
                SearchResult result = library.search.search(query, this::original);
                copies += result.verdict() == Verdict.COPY ? 1 : 0;
            }
            times.since(begin);
        }
        return copies;
    }

    /** Recombined pictures have no pixels: any photo of the other half takes as long to be compared. */
    private Optional<Picture> original(String id) throws IOException {
        List<Path> any = photos.half(true);
        return Optional.of(
                photos.open(id.startsWith("made-") ? any.get(Math.floorMod(id.hashCode(), any.size())) : Path.of(id)));
    }

    private Map<Path, Description> describe(List<Path> files) throws IOException {
        Map<Path, Description> descriptions = new LinkedHashMap<>();
        for (Path file : files) {
            long begin = Times.now();
            try (Picture picture = photos.open(file)) {
                decode.since(begin);
                byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
                descriptions.put(file, Describer.describe(name, picture));
            }
        }
        return descriptions;
    }

    private static List<Path> spread(List<Path> files, int count) {
        List<Path> picked = new ArrayList<>();
        for (int i = 0; i < Math.min(count, files.size()); i++) {
            picked.add(files.get((int) ((long) i * files.size() / Math.min(count, files.size()))));
        }
        return picked;
    }

    private static List<Path> everyOther(List<Path> files, int first) {
        List<Path> picked = new ArrayList<>();
        for (int i = first; i < files.size(); i += 2) {
            picked.add(files.get(i));
        }
        return picked;
    }

    private static List<Path> withoutProductsOf(List<Path> files, List<Path> others) {
        Set<String> products = new LinkedHashSet<>();
        others.forEach(file -> products.add(Photos.product(file.getFileName().toString())));
        return files.stream()
                .filter(file ->
                        !products.contains(Photos.product(file.getFileName().toString())))
                .toList();
    }
}
