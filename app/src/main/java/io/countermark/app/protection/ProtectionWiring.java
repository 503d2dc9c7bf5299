package io.countermark.app.protection;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the pipeline needs besides its steps. */
@Configuration(proxyBeanMethods = false)
class ProtectionWiring {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    @Bean
    @ConditionalOnMissingBean
    StepListener stepListener() {
        return (asset, state) -> LOG.debug("Asset {} reached {}", asset, state);
    }
}
