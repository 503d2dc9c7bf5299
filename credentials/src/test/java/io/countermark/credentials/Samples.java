package io.countermark.credentials;

import io.countermark.credentials.ManifestDefinition.Action;
import io.countermark.credentials.ManifestDefinition.Generator;
import io.countermark.credentials.ManifestDefinition.SoftBinding;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures drawn here, and what is said about them. */
final class Samples {

    static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Countermark Test", NOW);
    static final SigningCredential CREDENTIAL =
            AUTHORITY.issue("Test Signer", "Countermark Test", NOW, Duration.ofDays(90));

    private Samples() {}

    static byte[] picture(String format, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        canvas.fillRect(0, 0, width, height);
        canvas.setPaint(Color.WHITE);
        canvas.fillOval(width / 4, height / 4, width / 3, height / 3);
        canvas.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] jpeg() {
        return picture("jpg", 320, 200);
    }

    static byte[] png() {
        return picture("png", 160, 100);
    }

    /** Created by a camera, marked and bound to the mark. */
    static ManifestDefinition marked(String title) {
        return new ManifestDefinition(
                title,
                new Generator("Countermark", "0.1"),
                List.of(
                        new Action(Labels.CREATED, NOW, ManifestDefinition.DIGITAL_CAPTURE, null),
                        new Action(Labels.WATERMARKED_BOUND, NOW, null, "Invisible mark")),
                List.of(
                        new SoftBinding("io.countermark.mark.v1", new byte[] {1, 2, 3, 4, 5, 6, 7, 8}),
                        new SoftBinding("io.countermark.pdq.v1", new byte[32])),
                null);
    }
}
