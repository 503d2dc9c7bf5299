package io.countermark.app.platform.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.countermark.app.platform.JobKind;
import io.countermark.app.platform.Jobs;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Writes jobs to db-scheduler's table over the connection of the caller's transaction. */
@Component
class StoredJobs implements Jobs {

    private final SchedulerClient client;

    /** In the caller's transaction from a savepoint on, so that a clash does not spoil the rest of it. */
    private final TransactionTemplate nested;

    private final ObjectProvider<JobRunner> runner;
    private final Clock clock;

    StoredJobs(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            JsonMapper json,
            ObjectProvider<JobRunner> runner,
            Clock clock) {
        this.nested = new TransactionTemplate(transactions);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .serializer(new JsonSerializer(json))
                .build();
        this.runner = runner;
        this.clock = clock;
    }

    @Override
    public <T extends Record> void enqueue(JobKind<T> kind, String instance, T payload) {
        enqueueAt(kind, instance, payload, clock.instant());
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    wake();
                }
            });
        } else {
            wake();
        }
    }

    @Override
    public <T extends Record> void enqueueAt(JobKind<T> kind, String instance, T payload, Instant time) {
        TaskInstance<T> job = new TaskInstance<>(kind.name(), instance, payload);
        try {
            nested.executeWithoutResult(status -> client.scheduleIfNotExists(job, time));
        } catch (RuntimeException e) {
            // The scheduler's own type is not public. Another transaction wrote the same job between the look and the
            // insert and
            // has committed by now; whatever else is wrong will show again.
            nested.executeWithoutResult(status -> client.scheduleIfNotExists(job, time));
        }
    }

    private void wake() {
        runner.ifAvailable(JobRunner::wake);
    }
}
