package io.countermark.credentials;

import io.countermark.container.ImageMetadata;
import io.countermark.container.RightsMetadata;
import io.countermark.credentials.CertificateRegister.Standing;
import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Assertion;
import io.countermark.credentials.ManifestDefinition.Binding;
import io.countermark.credentials.ManifestDefinition.Generator;
import io.countermark.credentials.ManifestDefinition.Thumbnail;
import io.countermark.credentials.ManifestSigner.Renewal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Small signed files that never change, so that a seed gives the same damage on every machine. {@code main(FOLDER)} makes them
 * anew from pictures drawn here, with keys that are thrown away.
 */
final class SignedFiles {

    /** Within the validity of all certificates. */
    static final Instant AT = Instant.parse("2026-11-26T00:00:00Z");

    static final List<String> NAMES = List.of(
            "plain.jpg",
            "rich.jpg",
            "edited.jpg",
            "boxes.jpg",
            "plain.png",
            "renewed.png",
            "plain.webp",
            "plain.gif",
            "plain.tif",
            "plain.avif");

    /** 17 x 17 points, VP8L, without VP8X. */
    private static final String WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvEAAEEAcQERGIiP4HAA==";

    private SignedFiles() {}

    static List<byte[]> all() {
        return NAMES.stream().map(SignedFiles::resource).toList();
    }

    /** Knows the roots of all of them. */
    static ManifestValidator validator() {
        return new ManifestValidator(List.of(root("root")), List.of(root("tsa")), List.of(root("names")));
    }

    private static X509Certificate root(String name) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(resource(name + ".pem")));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = SignedFiles.class.getResourceAsStream("signed/" + name)) {
            if (in == null) {
                throw new IllegalStateException("signed/" + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param folder into which all files and roots are written */
    public static void main(String[] folder) throws IOException, CertificateEncodingException {
        Path target = Files.createDirectories(Path.of(folder[0]));
        CertificateAuthority authority =
                CertificateAuthority.create("Fixtures", AT).withResponder(URI.create("http://localhost/ocsp"));
        CertificateAuthority names = CertificateAuthority.create("Fixture Names", AT);
        SampleTsa tsa = new SampleTsa(AT);
        OcspResponder responder = new OcspResponder(
                authority, serial -> Optional.of(new Standing.Good()), Clock.fixed(AT, ZoneOffset.UTC));
        ManifestSigner signer = new ManifestSigner(
                authority.issue("Fixture", "Fixture", AT, Duration.ofDays(90)),
                new ManifestValidator(List.of(authority.root()), List.of(tsa.root())));
        ManifestSigner rich = signer.withTimeStamps(tsa)
                .withRevocations(responder)
                .withIdentity(new Identity(
                        names.issue("Ann", "Ann", AT, Duration.ofDays(90)), List.of("cawg.creator"), List.of(), null));
        for (Map.Entry<String, byte[]> file :
                signed(signer, rich, responder, tsa).entrySet()) {
            Files.write(target.resolve(file.getKey()), file.getValue());
        }
        Pem.write(target.resolve("root.pem"), authority.root());
        Pem.write(target.resolve("tsa.pem"), tsa.root());
        Pem.write(target.resolve("names.pem"), names.root());
    }

    private static Map<String, byte[]> signed(
            ManifestSigner signer, ManifestSigner rich, OcspResponder responder, SampleTsa tsa) {
        RightsMetadata rights = RightsMetadata.NONE
                .with()
                .creators(List.of("Zoë"))
                .copyrightNotice("© 2026")
                .title("Lamp")
                .build();
        byte[] jpeg = ImageMetadata.write(Samples.picture("jpg", 24, 16), rights);
        byte[] png = ImageMetadata.write(Samples.picture("png", 24, 16), rights);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("plain.jpg", signer.sign(jpeg, says()).file());
        files.put(
                "rich.jpg",
                rich.sign(
                                jpeg,
                                says().withThumbnail(new Thumbnail("image/jpeg", Samples.picture("jpg", 8, 8)))
                                        .withAssertions(List.of(new Assertion(
                                                "cawg.training-mining",
                                                "{\"entries\":{\"cawg.ai_training\":{\"use\":\"notAllowed\"}}}",
                                                false))))
                        .file());
        files.put("edited.jpg", signer.sign(files.get("plain.jpg"), says()).file());
        files.put(
                "boxes.jpg",
                signer.sign(jpeg, says().withBinding(Binding.BOXES)).file());
        files.put("plain.png", signer.sign(png, says()).file());
        files.put(
                "renewed.png",
                signer.withTimeStamps(tsa)
                        .withRevocations(responder)
                        .update(
                                files.get("plain.png"),
                                new ManifestDefinition(
                                        "l", new Generator("Countermark", "0.1"), List.of(), List.of(), null),
                                Set.of(Renewal.TIME_STAMPS, Renewal.CERTIFICATE_STATUS))
                        .file());
        byte[] webp = ImageMetadata.write(Base64.getDecoder().decode(WEBP), rights);
        files.put("plain.webp", signer.sign(webp, says()).file());
        files.put(
                "plain.gif", signer.sign(Samples.picture("gif", 24, 16), says()).file());
        byte[] tiff = ImageMetadata.write(Samples.picture("tif", 24, 16), rights);
        files.put("plain.tif", signer.sign(tiff, says()).file());
        files.put(
                "plain.avif",
                signer.sign(ImageMetadata.write(avif(), rights), says()).file());
        return files;
    }

    private static ManifestDefinition says() {
        return new ManifestDefinition(
                "lamp",
                new Generator("Countermark", "0.1"),
                List.of(
                        new Action(Labels.CREATED, AT, ManifestDefinition.DIGITAL_CAPTURE, null),
                        new Action(Labels.WATERMARKED_BOUND, AT, null, "Invisible mark")),
                List.of(new ManifestDefinition.SoftBinding(
                        "io.countermark.mark.v1", new byte[] {1, 2, 3, 4, 5, 6, 7, 8})),
                null);
    }

    /** The boxes of an AVIF file around 40 bytes that stand for a coded picture. */
    private static byte[] avif() {
        byte[] ftyp = box("ftyp", ascii("avif"), new byte[4], ascii("avifmif1miaf"));
        int at = ftyp.length + meta(0).length + 8;
        byte[] picture = new byte[40];
        Arrays.fill(picture, (byte) 0x5A);
        return joined(ftyp, meta(at), box("mdat", picture));
    }

    private static byte[] meta(int offset) {
        byte[] location = {0, 0, 0, 0, 0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 40};
        ByteBuffer.wrap(location).putInt(14, offset);
        return box(
                "meta",
                new byte[4],
                box("hdlr", new byte[8], ascii("pict"), new byte[13]),
                box("pitm", new byte[] {0, 0, 0, 0, 0, 1}),
                box("iloc", location),
                box(
                        "iinf",
                        new byte[] {0, 0, 0, 0, 0, 1},
                        box("infe", new byte[] {2, 0, 0, 0, 0, 1, 0, 0}, ascii("av01"), new byte[1])));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] box(String type, byte[]... parts) {
        byte[] body = joined(parts);
        byte[] length = ByteBuffer.allocate(4).putInt(8 + body.length).array();
        return joined(length, ascii(type), body);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
