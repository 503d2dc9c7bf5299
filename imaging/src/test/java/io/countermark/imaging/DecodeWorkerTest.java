package io.countermark.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countermark.imaging.ImageRejectedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DecodeWorkerTest {

    private static final DecodeLimits LIMITS = DecodeLimits.DEFAULT;

    @Test
    void everyFormatIsDecodedAsInThisProcess() {
        ImageDecoder here = new ImageDecoder(LIMITS);
        try (DecodeWorker worker = new DecodeWorker(DecodeWorker.Bounds.DEFAULT)) {
            HostileInputTest.files().forEach((name, file) -> {
                try (DecodedImage expected = here.decode(file);
                        DecodedImage actual = worker.decode(file, LIMITS)) {
                    assertThat(actual.format()).isEqualTo(expected.format());
                    assertThat(actual.picture().format())
                            .isEqualTo(expected.picture().format());
                    assertThat(actual.picture().toByteArray())
                            .as(name)
                            .isEqualTo(expected.picture().toByteArray());
                }
            });
            try (DecodedImage reduced =
                    worker.decodeReduced(HostileInputTest.files().get("jpeg"), LIMITS, 20)) {
                assertThat(reduced.reduction()).isEqualTo(4);
            }
        }
    }

    @Test
    void refusalsKeepTheirReasonAndTheWorkerLivesOn() {
        try (DecodeWorker worker = new DecodeWorker(DecodeWorker.Bounds.DEFAULT)) {
            byte[] text = MadeFiles.ascii("no picture");
            assertThat(refusal(worker, text).reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
            long pid = worker.pid().orElseThrow();
            assertThat(refusal(worker, new byte[0]).reason()).isEqualTo(Reason.EMPTY);
            assertThat(worker.pid()).hasValue(pid);
        }
    }

    @Test
    void aWorkerThatDiedIsStartedAgain() {
        try (DecodeWorker worker = new DecodeWorker(DecodeWorker.Bounds.DEFAULT)) {
            byte[] file = HostileInputTest.files().get("jpeg");
            worker.decode(file, LIMITS).close();
            ProcessHandle process = ProcessHandle.of(worker.pid().orElseThrow()).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            try (DecodedImage decoded = worker.decode(file, LIMITS)) {
                assertThat(decoded.picture().width()).isEqualTo(97);
            }
            assertThat(worker.pid().orElseThrow()).isNotEqualTo(process.pid());
        }
    }

    @Test
    void aWorkerThatHangsIsKilled() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                java.nio.file.Files.exists(java.nio.file.Path.of("/proc/self")), "Skipped: SIGSTOP is tried on Linux");
        try (DecodeWorker worker = new DecodeWorker(new DecodeWorker.Bounds(256L << 20, 2L << 30, 10))) {
            byte[] file = HostileInputTest.files().get("jpeg");
            worker.decode(file, LIMITS).close();
            long pid = worker.pid().orElseThrow();
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                            .start()
                            .waitFor())
                    .isZero();
            ImageRejectedException refused = refusal(worker, file);
            assertThat(refused.reason()).isEqualTo(Reason.DECODER_FAILED);
            assertThat(refused).hasMessageContaining("10 s");
            ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
            worker.decode(file, LIMITS).close();
        }
    }

    @Test
    void aPictureThatEatsTheHeapKillsTheWorkerAlone() {
        // 36 MB of samples through the JDK's TIFF reader do not fit into 24 MiB of heap.
        byte[] tiff = MadeFiles.tiff(3000, 4000, 8, 3, 2, new byte[36_000_000]);
        DecodeLimits wide = new DecodeLimits(64L << 20, 50_000_000, 16_384, 100, 4096);
        try (DecodeWorker worker = new DecodeWorker(new DecodeWorker.Bounds(24L << 20, 2L << 30, 60))) {
            ImageRejectedException refused =
                    catchThrowableOfType(ImageRejectedException.class, () -> worker.decode(tiff, wide));
            assertThat(refused.reason()).isEqualTo(Reason.DECODER_FAILED);
            worker.decode(HostileInputTest.files().get("png"), LIMITS).close();
        }
    }

    @Test
    void aClosedWorkerRefusesWork() {
        DecodeWorker worker = new DecodeWorker(DecodeWorker.Bounds.DEFAULT);
        worker.close();
        assertThatIllegalStateException().isThrownBy(() -> worker.decode(new byte[1], LIMITS));
    }

    @Test
    void anAnswerBeyondTheLimitsIsNotBelieved() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Picture picture = Drawn.scene(100, 50)) {
            DecodedImage image =
                    new DecodedImage(picture, io.countermark.container.ImageFormat.PNG, 100, 50, 1, false, 1);
            DecodeProtocol.writeDecoded(new DataOutputStream(bytes), image);
        }
        DecodeLimits narrow = new DecodeLimits(1000, 1000, 99, 1, 1);
        IOException refused = catchThrowableOfType(
                IOException.class, () -> DecodeProtocol.readAnswer(answer(bytes.toByteArray()), narrow));
        assertThat(refused).hasMessageContaining("100 x 50");
        byte[] garbage = bytes.toByteArray();
        garbage[0] ^= 1;
        assertThat(catchThrowableOfType(IOException.class, () -> DecodeProtocol.readAnswer(answer(garbage), LIMITS)))
                .hasMessageContaining("protocol");
    }

    private static DataInputStream answer(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static ImageRejectedException refusal(DecodeWorker worker, byte[] file) {
        ImageRejectedException refused =
                catchThrowableOfType(ImageRejectedException.class, () -> worker.decode(file, LIMITS));
        assertThat(refused).as("is refused").isNotNull();
        return refused;
    }
}
