package io.countermark.bench.watermark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run does.
 *
 * @param photos          folder
 * @param heldOutFraction of all products
 * @param part            which is used
 * @param count           photos at most
 * @param sample          rows drawn for each photo, 0 for all
 * @param prefixes        of the rows' names
 * @param blind           whether to read without the original
 * @param informed        whether to read with it
 * @param issued          copies of each original among which the recipient is told
 * @param collusions      photos whose copies are averaged
 * @param strangers       readings of pictures that do not carry a mark of this key
 * @param noise           trials of the detector's statistic
 * @param speed           rounds of the contest of speed, 0 for none
 * @param psnr            of the marked area, 0 for the writer's own choice
 * @param threads         photos at the same time
 * @param seed            of everything random
 * @param json            file for the figures
 * @param html            file for the page
 */
record Plan(
        Path photos,
        double heldOutFraction,
        PhotoSet.Part part,
        int count,
        int sample,
        List<String> prefixes,
        boolean blind,
        boolean informed,
        int issued,
        int collusions,
        int strangers,
        int noise,
        int speed,
        double psnr,
        int threads,
        long seed,
        Optional<Path> json,
        Optional<Path> html) {

    static final String USAGE = """
            bench watermark --photos DIR [options]
              --part WHICH         held-out (default), tuning or all; by a hash of the product's name
              --held-out FRACTION  share of the products kept from tuning (default 0.5)
              --count N            photos of that part (default 12)
              --sample N           rows drawn for each photo, evenly (default 0: all rows)
              --attacks A,B,...    only rows whose name starts so
              --mode WHICH         blind, informed or both (default)
              --issued N           copies of each original among which the recipient is told (default 1000)
              --collusion N        photos of which two to five recipients' copies are averaged (default 0)
              --strangers N        readings of unmarked, other-key and other-tenant pictures (default 0)
              --noise N            trials of the detector's statistic without a mark (default 0)
              --speed N            rounds of embedding beside decoding and encoding (default 0)
              --psnr DB            fix the marked area's PSNR instead of the writer's own choice
              --threads N          photos at the same time (default 1)
              --seed N             of ids, keys, rows and attacks (default 1)
              --json FILE          figures
              --html FILE          a page with tables and plots
            """;

    private static final Set<String> KNOWN = Set.of(
            "--photos",
            "--part",
            "--held-out",
            "--count",
            "--sample",
            "--attacks",
            "--mode",
            "--issued",
            "--collusion",
            "--strangers",
            "--noise",
            "--speed",
            "--psnr",
            "--threads",
            "--seed",
            "--json",
            "--html");

    /** @throws IllegalArgumentException with a sentence, when it can't be understood */
    static Plan of(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!KNOWN.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new IllegalArgumentException("Not understood: " + arguments.get(i));
            }
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        Path photos = Path.of(options.getOrDefault("--photos", ""));
        if (!options.containsKey("--photos") || !Files.isDirectory(photos)) {
            throw new IllegalArgumentException("--photos must be a folder");
        }
        String mode = choice(options, "--mode", "both", Set.of("blind", "informed", "both"));
        String part = choice(options, "--part", "held-out", Set.of("held-out", "tuning", "all"));
        return new Plan(
                photos,
                number(options, "--held-out", 0.5, 0, 1),
                PhotoSet.Part.valueOf(part.replace('-', '_').toUpperCase(Locale.ROOT)),
                integer(options, "--count", 12, 1),
                integer(options, "--sample", 0, 0),
                List.of(options.getOrDefault("--attacks", "").split(",")),
                !mode.equals("informed"),
                !mode.equals("blind"),
                integer(options, "--issued", 1000, 1),
                integer(options, "--collusion", 0, 0),
                integer(options, "--strangers", 0, 0),
                integer(options, "--noise", 0, 0),
                integer(options, "--speed", 0, 0),
                number(options, "--psnr", 0, 0, 50),
                integer(options, "--threads", 1, 1),
                (long) number(options, "--seed", 1, Integer.MIN_VALUE, Integer.MAX_VALUE),
                Optional.ofNullable(options.get("--json")).map(Path::of),
                Optional.ofNullable(options.get("--html")).map(Path::of));
    }

    private static String choice(Map<String, String> options, String name, String usual, Set<String> choices) {
        String value = options.getOrDefault(name, usual);
        if (!choices.contains(value)) {
            throw new IllegalArgumentException(name + " is one of " + choices + ", not " + value);
        }
        return value;
    }

    private static int integer(Map<String, String> options, String name, int usual, int least) {
        return (int) number(options, name, usual, least, Integer.MAX_VALUE);
    }

    private static double number(
            Map<String, String> options, String name, double usual, double least, double greatest) {
        String value = options.get(name);
        if (value == null) {
            return usual;
        }
        try {
            double number = Double.parseDouble(value);
            if (number >= least && number <= greatest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "%s is a number from %s to %s, not %s".formatted(name, plain(least), plain(greatest), value));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
