package io.countermark.app.platform.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

    @Bean
    @Primary
    HikariDataSource dataSource(DatabaseServer server, DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("countermark");
        config.setDataSource(server.runtime());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(2);
        // A request that gets no connection in this time is answered 503 and may come again (SECURITY: writes 503 in <=
        // 2 s).
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(1_000);
        return new HikariDataSource(config);
    }

    @Bean(defaultCandidate = false)
    @FlywayDataSource
    DataSource ownerDataSource(DatabaseServer server) {
        return server.access().owner();
    }

    @Bean
    FlywayConfigurationCustomizer runtimeRole(DatabaseServer server) {
        return flyway -> flyway.placeholders(Map.of("app_role", server.access().runtimeRole()));
    }
}
