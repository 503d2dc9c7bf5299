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
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/** Writes jobs to db-scheduler's table over the connection of the caller's transaction. */
@Component
class StoredJobs implements Jobs {

    private final SchedulerClient client;
    private final ObjectProvider<JobRunner> runner;
    private final Clock clock;

    StoredJobs(DataSource dataSource, JsonMapper json, ObjectProvider<JobRunner> runner, Clock clock) {
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
        client.scheduleIfNotExists(new TaskInstance<>(kind.name(), instance, payload), time);
    }

    private void wake() {
        runner.ifAvailable(JobRunner::wake);
    }
}
