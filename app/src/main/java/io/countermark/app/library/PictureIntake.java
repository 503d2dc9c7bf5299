package io.countermark.app.library;

import io.countermark.imaging.DecodeLimits;
import io.countermark.imaging.ImageDecoder;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How pictures come in: the limits, the decoder that holds them, and the gate before it. */
@Configuration(proxyBeanMethods = false)
class PictureIntake {

    /** A place costs up to 200 MB for a picture at the limit of 50 megapixels with alpha. */
    private static final int PLACES_AT_LEAST = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Bean
    DecodeLimits decodeLimits() {
        return DecodeLimits.DEFAULT;
    }

    @Bean
    ImageDecoder imageDecoder(DecodeLimits limits) {
        return new ImageDecoder(limits);
    }

    @Bean
    PictureGate pictureGate(ImageDecoder decoder) {
        int places = Math.max(PLACES_AT_LEAST, Runtime.getRuntime().availableProcessors());
        return new PictureGate(decoder, places, PATIENCE);
    }
}
