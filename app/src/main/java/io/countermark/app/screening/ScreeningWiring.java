package io.countermark.app.screening;

import io.countermark.fingerprint.PictureComparer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the signals need besides the library. */
@Configuration(proxyBeanMethods = false)
class ScreeningWiring {

    @Bean
    PictureComparer pictureComparer() {
        return new PictureComparer();
    }
}
