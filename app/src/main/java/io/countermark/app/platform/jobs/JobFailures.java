package io.countermark.app.platform.jobs;

import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Why jobs failed the last time, for people. */
@Component
class JobFailures {

    private static final int LONGEST_REASON = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;

    JobFailures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void remember(String kind, String instance, int attempts, String reason, boolean givenUp) {
        jdbc.sql("""
                        insert into job_failure (kind, instance, attempts, reason, failed_at, given_up)
                        values (:kind, :instance, :attempts, :reason, :now, :givenUp)
                        on conflict (kind, instance) do update set attempts = excluded.attempts, reason = excluded.reason,
                            failed_at = excluded.failed_at, given_up = excluded.given_up
                        """)
                .param("kind", kind)
                .param("instance", instance)
                .param("attempts", attempts)
                .param("reason", reason.substring(0, Math.min(LONGEST_REASON, reason.length())))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("givenUp", givenUp)
                .update();
    }

    void forget(String kind, String instance) {
        jdbc.sql("delete from job_failure where kind = :kind and instance = :instance")
                .param("kind", kind)
                .param("instance", instance)
                .update();
    }
}
