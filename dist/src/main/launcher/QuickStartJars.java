import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the jars of a folder fit for an AOT cache, which holds neither classes of signed jars nor classes in a format older than
 * Java 6: takes the signatures off (BouncyCastle; Maven has checked the download, and this JDK takes an unsigned provider) and brings
 * old class files to the format of Java 8 (picocli is compiled for Java 5). What the classes do is not changed. With a signed jar
 * the cache is even harmful: its signature is checked at every start. Figures: docs/decisions/0702-quick-starts.md.
 *
 * <p>A program of one source file: {@code java QuickStartJars.java FOLDER}. The result does not depend on the time of the run.
 */
final class QuickStartJars {

    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;

    private QuickStartJars() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("Usage: java QuickStartJars.java FOLDER");
        }
        try (Stream<Path> jars = Files.list(Path.of(args[0]))) {
            for (Path jar : jars.filter(j -> j.toString().endsWith(".jar")).sorted().toList()) {
                if (isToBeChanged(jar)) {
                    rewrite(jar);
                    System.out.println("Made fit for an AOT cache: " + jar.getFileName());
                }
            }
        }
    }

    private static boolean isToBeChanged(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                if (isSignature(entry) || (isClass(entry) && version(zip, entry) < JAVA_6)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isSignature(ZipEntry entry) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        return name.startsWith("META-INF/")
                && name.indexOf('/', "META-INF/".length()) < 0
                && (name.endsWith(".SF") || name.endsWith(".RSA") || name.endsWith(".DSA") || name.endsWith(".EC"));
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class");
    }

    /** Bytes 6 and 7 of a class file (JVMS 4.1). */
    private static int version(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] head = in.readNBytes(8);
            return (head[6] & 0xff) << 8 | head[7] & 0xff;
        }
    }

    private static void rewrite(Path jar) throws IOException {
        Path temporary = jar.resolveSibling(jar.getFileName() + ".tmp");
        try (ZipFile zip = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(temporary);
                ZipOutputStream out = new ZipOutputStream(file)) {
            ClassFile classFile = ClassFile.of(
                    ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                    ClassFile.ClassHierarchyResolverOption.of(hierarchy(zip)));
            Set<String> names = new HashSet<>();
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                // Some jars list a folder twice, which the writer refuses.
                if (!isSignature(entry) && names.add(entry.getName())) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTime(entry.getTime());
                    out.putNextEntry(copy);
                    out.write(content(zip, entry, classFile));
                    out.closeEntry();
                }
            }
        }
        Files.setLastModifiedTime(temporary, Files.getLastModifiedTime(jar));
        Files.move(temporary, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] content(ZipFile zip, ZipEntry entry, ClassFile classFile) throws IOException {
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            return withoutDigests(bytes);
        }
        if (isClass(entry) && version(zip, entry) < JAVA_6) {
            return modern(classFile, bytes);
        }
        return bytes;
    }

    private static byte[] withoutDigests(byte[] bytes) throws IOException {
        Manifest manifest = new Manifest(new java.io.ByteArrayInputStream(bytes));
        for (Attributes section : manifest.getEntries().values()) {
            section.keySet().removeIf(name -> name.toString().contains("-Digest"));
        }
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    private static byte[] modern(ClassFile classFile, byte[] bytes) {
        ClassModel old = classFile.parse(bytes);
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.with(ClassFileVersion.of(JAVA_8, 0));
            } else {
                builder.with(element);
            }
        };
        return classFile.transformClass(
                old, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
    }

    /** Superclasses, which the stack maps need, from the jar itself and the JDK. */
    private static ClassHierarchyResolver hierarchy(ZipFile zip) {
        return ClassHierarchyResolver.ofResourceParsing(type -> {
                    String descriptor = type.descriptorString();
                    ZipEntry entry = zip.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
                    try {
                        return entry == null ? null : zip.getInputStream(entry);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElse(ClassHierarchyResolver.defaultResolver());
    }
}
