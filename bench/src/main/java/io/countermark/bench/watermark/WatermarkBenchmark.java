package io.countermark.bench.watermark;

import io.countermark.cli.Benchmark;
import io.countermark.watermark.MarkKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Recovery of marks under the attack suite, false answers, picture quality and speed; see {@link Plan#USAGE}. */
public final class WatermarkBenchmark implements Benchmark {

    @Override
    public String name() {
        return "watermark";
    }

    @Override
    public String summary() {
        return "Recovery of invisible marks under attacks, false answers, picture quality and speed";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        Plan plan;
        try {
            plan = Plan.of(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.print(Plan.USAGE);
            return 2;
        }
        try {
            List<Path> photos = PhotoSet.choose(plan.photos(), plan.heldOutFraction(), plan.part(), plan.count())
                    .photos();
            if (photos.isEmpty()) {
                out.println("No photo of this part is large enough");
                return 1;
            }
            Findings findings = findings(plan, photos);
            out.print(findings.markdown());
            if (plan.json().isPresent()) {
                Files.writeString(plan.json().get(), findings.json());
            }
            if (plan.html().isPresent()) {
                Files.writeString(plan.html().get(), new Page(findings).html());
            }
            return findings.wrongIds() == 0 ? 0 : 1;
        } catch (IOException e) {
            out.println("The report can't be written: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static Findings findings(Plan plan, List<Path> photos) throws InterruptedException {
        byte[] secret = new byte[MarkKey.LENGTH];
        Arrays.fill(secret, (byte) plan.seed());
        MarkKey root = MarkKey.of(secret);
        MarkKey key = root.derive("bench");
        List<Attack> attacks = AttackSuite.all().stream()
                .filter(attack -> plan.prefixes().stream().anyMatch(attack.name()::startsWith))
                .toList();
        RunTally tally = new RunTally(attacks);
        new RobustnessRun(plan, photos, attacks, key, tally).go();
        Strangers strangers = null;
        if (plan.strangers() > 0) {
            strangers = new Strangers(root, key);
            strangers.go(photos, plan.strangers(), plan.seed());
        }
        NoiseStudy noise = null;
        if (plan.noise() > 0) {
            noise = new NoiseStudy();
            noise.go(photos, plan.noise(), plan.seed());
        }
        SpeedContest.Ratios speed = plan.speed() > 0 ? SpeedContest.run(photos.getFirst(), key, plan.speed()) : null;
        return new Findings(plan, photos.size(), tally, strangers, noise, speed);
    }
}
