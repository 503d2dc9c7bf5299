package io.countermark.bench.watermark;

import io.countermark.cli.Benchmark;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Recovery of marks under the attack suite; see {@link #USAGE}. */
public final class WatermarkBenchmark implements Benchmark {

    private static final String USAGE = """
            bench watermark --photos DIR [options]
              --held-out FRACTION  share of the photos kept from tuning and reported (default 0.5)
              --part WHICH         held-out (default) or tuning
              --count N            photos of that part (default 12)
              --attacks A,B,...    only rows whose name starts so
              --mode WHICH         blind, informed or both (default)
              --unmarked N         also read N unmarked photos (default 0)
              --psnr DB            fix the marked area's PSNR instead of the writer's own choice
              --threads N          photos at the same time (default 1)
              --seed N             of ids, keys and attacks (default 1)
            """;

    @Override
    public String name() {
        return "watermark";
    }

    @Override
    public String summary() {
        return "Recovery of invisible marks under attacks, picture quality and speed";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        String photos = options.get("--photos");
        if (photos == null || arguments.size() % 2 != 0 || !Files.isDirectory(Path.of(photos))) {
            out.print(USAGE);
            return 2;
        }
        try {
            RobustnessRun.Settings settings = settings(options);
            RobustnessRun run = new RobustnessRun(settings, Path.of(photos));
            run.go();
            out.print(run.markdown());
            return run.wrongIds() == 0 ? 0 : 1;
        } catch (NumberFormatException e) {
            out.println("Not a number: " + e.getMessage());
            out.print(USAGE);
            return 2;
        }
    }

    private static RobustnessRun.Settings settings(Map<String, String> options) {
        String mode = options.getOrDefault("--mode", "both");
        return new RobustnessRun.Settings(
                Double.parseDouble(options.getOrDefault("--held-out", "0.5")),
                !"tuning".equals(options.get("--part")),
                Integer.parseInt(options.getOrDefault("--count", "12")),
                List.of(options.getOrDefault("--attacks", "").split(",")),
                !"informed".equals(mode),
                !"blind".equals(mode),
                Integer.parseInt(options.getOrDefault("--unmarked", "0")),
                Double.parseDouble(options.getOrDefault("--psnr", "0")),
                Integer.parseInt(options.getOrDefault("--threads", "1")),
                Long.parseLong(options.getOrDefault("--seed", "1")));
    }
}
