package io.countermark.app.library;

import io.countermark.imaging.DecodedImage;
import io.countermark.imaging.ImageDecoder;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The one way in for bytes that somebody sent: the decoder with its limits, and no more pictures in memory at a time than it has
 * places. Who gets no place in time is told to come back.
 */
public final class PictureGate {

    private final ImageDecoder decoder;
    private final Semaphore places;
    private final Duration patience;

    /**
     * @param places   pictures that may be decoded at a time
     * @param patience how long one waits for a place
     */
    public PictureGate(ImageDecoder decoder, int places, Duration patience) {
        this.decoder = decoder;
        this.places = new Semaphore(places, true);
        this.patience = patience;
    }

    /** What to do with a decoded picture; it is closed afterwards. */
    @FunctionalInterface
    public interface Use<T> {
        T with(DecodedImage image);
    }

    /**
     * Decodes the file, hands it to {@code use} and closes it; the place is held until then.
     *
     * @throws io.countermark.imaging.ImageRejectedException when the bytes are refused
     * @throws UploadRefusedException BUSY when no place came free in time
     */
    public <T> T decoded(byte[] file, Use<T> use) {
        enter();
        try (DecodedImage image = decoder.decode(file)) {
            return use.with(image);
        } finally {
            places.release();
        }
    }

    private void enter() {
        boolean entered;
        try {
            entered = places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            entered = false;
        }
        if (!entered) {
            throw new UploadRefusedException(
                    UploadRefusedException.Reason.BUSY,
                    "The server is decoding as many pictures as it may at a time; send this one again in a moment.");
        }
    }
}
