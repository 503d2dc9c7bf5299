package io.countermark.app;

import static com.tngtech.archunit.lang.conditions.ArchConditions.bePackagePrivate;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;

/** House rules over everything on the app's class path that is ours. Each says the rule, the reason, the replacement, the way out. */
@AnalyzeClasses(
        packages = "io.countermark",
        importOptions = {ImportOption.DoNotIncludeTests.class})
class HouseRulesTest {

    private static final String[] GROUND = {
        "io.countermark.container..",
        "io.countermark.imaging..",
        "io.countermark.watermark..",
        "io.countermark.fingerprint..",
        "io.countermark.credentials..",
        "io.countermark.vault..",
        "io.countermark.transparency..",
        "io.countermark.evidence.."
    };

    @ArchTest
    static final ArchRule GROUND_FLOOR_KNOWS_NO_SPRING = noClasses()
            .that()
            .resideInAnyPackage(GROUND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta..", "java.sql..", "io.countermark.app..")
            .because(
                    "somebody must be able to take a ground-floor library alone; hand in what it needs as an argument, and wire it in"
                            + " app's platform.storage");

    @ArchTest
    static final ArchRule IMAGING_STANDS_ON_CONTAINER_ONLY = noClasses()
            .that()
            .resideInAnyPackage("io.countermark.imaging..", "io.countermark.container..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.countermark.watermark..",
                    "io.countermark.fingerprint..",
                    "io.countermark.credentials..",
                    "io.countermark.vault..",
                    "io.countermark.transparency..")
            .because("the floors are drawn so; what both need moves down");

    @ArchTest
    static final ArchRule VAULT_AND_LOG_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage("io.countermark.vault..", "io.countermark.transparency..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.countermark.container..",
                    "io.countermark.imaging..",
                    "io.countermark.watermark..",
                    "io.countermark.fingerprint..",
                    "io.countermark.credentials..")
            .because("they keep bytes and know nothing of pictures; the caller turns a picture into bytes");

    @ArchTest
    static final ArchRule CONTROLLERS_ARE_PRIVATE = classes()
            .that()
            .areMetaAnnotatedWith(Controller.class)
            .should(bePackagePrivate())
            .because(
                    "a controller is a module's inside; others use the module's public types or its events. Drop the 'public'");

    @ArchTest
    static final ArchRule NAMES_ARE_NOUNS_OF_THE_FIELD = noClasses()
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Abstract[A-Z].*|Base)")
            .because("such a name says where code was put, not what it is; find the thing of the field that it is"
                    + " (Fingerprint, Checkpoint, Notice), and see STYLE in the contributors' guide");

    @ArchTest
    static final ArchRule NOBODY_PRINTS = noClasses()
            .that()
            .resideInAPackage("io.countermark.app..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the server speaks through its log, which can be JSON and is redacted; use an SLF4J logger");

    private static final Pattern CATCHES_EVERYTHING =
            Pattern.compile("catch \\((final )?(Throwable|Error|Exception|RuntimeException) \\w+\\) \\{(?!\\s*//)");

    /** Read from the sources, since a try with a resource catches Throwable in the byte code too. */
    @Test
    void nobodyCatchesEverythingWithoutSayingWhy() throws IOException {
        Path root = Path.of(System.getProperty("countermark.root"));
        try (Stream<Path> files = Files.walk(root, 12)) {
            List<Path> offenders = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> root.relativize(file).toString().contains("src/main/java"))
                    .filter(HouseRulesTest::catchesEverything)
                    .toList();
            assertThat(offenders)
                    .as(
                            "What nobody foresaw must reach the one place that logs and answers it (platform.web.ProblemAdvice) or end the"
                                    + " job with its reason. Catch the types that you can do something about; where it must be all of them,"
                                    + " the first line of the block is a comment that says why.")
                    .isEmpty();
        }
    }

    private static boolean catchesEverything(Path file) {
        try {
            return CATCHES_EVERYTHING.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
