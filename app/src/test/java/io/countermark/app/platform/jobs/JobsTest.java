package io.countermark.app.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countermark.app.ServerTest;
import io.countermark.app.platform.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    void twoTransactionsMayWriteTheSameJobAtOnce() throws Exception {
        String instance = UUID.randomUUID().toString();
        Instant never = Instant.now().plus(Duration.ofDays(1));
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> first = threads.submit(() -> inTransaction(() -> {
                jobs.enqueueAt(CountingJob.KIND, instance, new CountingJob.Count(instance, 0), never);
                written.countDown();
                patiently(goOn);
            }));
            written.await();
            Future<Long> second = threads.submit(() -> new TransactionTemplate(transactionManager).execute(status -> {
                jobs.enqueueAt(CountingJob.KIND, instance, new CountingJob.Count(instance, 0), never);
                return stored(instance); // The transaction must still be good for something.
            }));
            Thread.sleep(
                    300); // Most likely long enough for the second to wait for the first; the test holds either way.
            goOn.countDown();
            first.get();
            assertThat(second.get()).isEqualTo(1);
        }
        assertThat(stored(instance)).isEqualTo(1);
    }

    private void inTransaction(Runnable work) {
        new TransactionTemplate(transactionManager).executeWithoutResult(status -> work.run());
    }

    private static void patiently(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
