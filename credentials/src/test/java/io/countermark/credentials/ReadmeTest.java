package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and the first piece of it signs and verifies a picture in ten statements. */
class ReadmeTest {

    private static final String IMPORTS = """
            import io.countermark.credentials.*;
            import io.countermark.credentials.ManifestDefinition.*;
            import io.countermark.credentials.ManifestSigner.*;
            import java.net.URI;
            import java.nio.file.*;
            import java.security.cert.X509Certificate;
            import java.time.*;
            import java.util.*;
            """;

    /** What the later pieces take from their surroundings. */
    private static final String SURROUNDINGS = """
            static void run(Pkcs11Token token, X509Certificate root, SigningCredential ann, byte[] file, byte[] signed,
                    ManifestDefinition says, Thumbnail small, List<Component> logos, List<Redaction> secrets,
                    Register register, String base64, Nearest index) throws Exception {
            """;

    @TempDir
    Path folder;

    private static List<String> blocks() throws IOException {
        Path readme = OutsideEngines.repository().resolve("credentials/README.md");
        String text = Files.readString(readme, StandardCharsets.UTF_8);
        return List.of(text.split("```java\\n", -1)).stream()
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")))
                .toList();
    }

    @Test
    void signsAndVerifiesInTenStatements() throws Exception {
        String block = blocks().getFirst().replace("\"cup.jpg\"))", "folder + \"/cup.jpg\"))");
        assertThat(block.chars().filter(c -> c == ';').count()).isLessThanOrEqualTo(10);
        Files.write(folder.resolve("cup.jpg"), Samples.jpeg());
        compile("First", "public static void run(String folder) throws Exception {\n" + block + "}");

        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("First").getMethod("run", String.class).invoke(null, folder.toString());
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("Trusted: Signed by My Shop");
    }

    @Test
    void theOtherPiecesCompile() throws IOException {
        List<String> all = blocks();
        for (int i = 1; i < all.size(); i++) {
            compile(
                    "Piece" + i,
                    "interface Register { Optional<String> find(byte[] value); }\n"
                            + "interface Nearest { List<ManifestMatch> nearest(byte[] value, int distance, int most); }\n"
                            + SURROUNDINGS + all.get(i) + "}");
        }
    }

    private void compile(String name, String members) throws IOException {
        Path source = Files.writeString(
                folder.resolve(name + ".java"), IMPORTS + "public final class " + name + " {\n" + members + "\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertEquals(true, compiled, said::toString);
    }
}
