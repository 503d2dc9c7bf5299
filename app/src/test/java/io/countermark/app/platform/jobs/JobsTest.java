package io.countermark.app.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countermark.app.ServerTest;
import io.countermark.app.platform.Jobs;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ServerTest
class JobsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    Jobs jobs;

    @Autowired
    CountingJob counting;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactionManager;

    private String enqueue(int failures, boolean rollBack) {
        String instance = UUID.randomUUID().toString();
        new TransactionTemplate(transactionManager).executeWithoutResult(status -> {
            jobs.enqueue(CountingJob.KIND, instance, new CountingJob.Count(instance, failures));
            if (rollBack) {
                status.setRollbackOnly();
            }
        });
        return instance;
    }

    private long stored(String instance) {
        return jdbc.sql("select count(*) from scheduled_tasks where task_instance = :instance")
                .param("instance", instance)
                .query(Long.class)
                .single();
    }

    @Test
    void runsOnceAfterTheCommitAndIsGone() {
        String instance = enqueue(0, false);

        await().atMost(PATIENCE).until(() -> counting.runs(instance) == 1 && stored(instance) == 0);
    }

    @Test
    void isNotThereAfterARollback() {
        String rolledBack = enqueue(0, true);
        String committed = enqueue(0, false);

        await().atMost(PATIENCE).until(() -> counting.runs(committed) == 1);
        assertThat(counting.runs(rolledBack)).isZero();
        assertThat(stored(rolledBack)).isZero();
    }

    @Test
    void isTriedAgainWithTheReasonOnRecord() {
        String instance = enqueue(1, false);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                jdbc.sql("select reason from job_failure where instance = :instance and not given_up")
                                        .param("instance", instance)
                                        .query((row, n) -> row.getString(1))
                                        .list())
                        .singleElement()
                        .asString()
                        .contains("failure 1 of " + instance));
        await().atMost(PATIENCE).until(() -> counting.runs(instance) == 2 && stored(instance) == 0);
        await().atMost(PATIENCE)
                .until(() -> jdbc.sql("select count(*) from job_failure where instance = :instance")
                                .param("instance", instance)
                                .query(Long.class)
                                .single()
                        == 0);
    }

    @Test
    void isGivenUpAfterItsAttempts() {
        String instance = enqueue(Integer.MAX_VALUE, false);

        await().atMost(PATIENCE).until(() -> counting.givenUp().contains(instance) && stored(instance) == 0);
        assertThat(counting.runs(instance)).isEqualTo(2);
        assertThat(jdbc.sql("select given_up from job_failure where instance = :instance")
                        .param("instance", instance)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }
}
