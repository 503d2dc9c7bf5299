package io.countermark.app.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.countermark.app.platform.JobHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs stored jobs on a few threads. A job that was running when a server was killed is free again at once when that server starts again
 * on its data folder, and after half a minute without a sign of life when another server shares the database.
 */
@Component
class JobRunner implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 6;
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);
    private static final long LONGEST_PAUSE_SECONDS = 300;

    private final Scheduler scheduler;
    private final JobFailures failures;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final String node;
    private volatile boolean running;

    JobRunner(
            DataSource dataSource,
            JsonMapper json,
            List<JobHandler<?>> handlers,
            JobFailures failures,
            JdbcClient jdbc,
            Clock clock,
            Node node,
            @Value("${countermark.jobs.workers}") int workers) {
        this.failures = failures;
        this.jdbc = jdbc;
        this.clock = clock;
        this.node = node.name();
        List<Task<?>> tasks = handlers.stream().<Task<?>>map(this::task).toList();
        this.scheduler = Scheduler.create(dataSource, tasks)
                .serializer(new JsonSerializer(json))
                .schedulerName(new SchedulerName.Fixed(this.node))
                .threads(workers)
                .pollUsingLockAndFetch(1.0, 3.0)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SHUTDOWN)
                .failureLogging(LogLevel.OFF, false)
                .alwaysPersistTimestampInUTC()
                .build();
    }

    private <T extends Record> Task<T> task(JobHandler<T> handler) {
        return Tasks.oneTime(handler.kind().name(), handler.kind().payload())
                .onFailure((complete, operations) -> failed(handler, complete, operations))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    handler.run(instance.getData());
                    failures.forget(handler.kind().name(), instance.getId());
                });
    }

    private <T extends Record> void failed(
            JobHandler<T> handler, ExecutionComplete complete, ExecutionOperations<T> operations) {
        @Nullable Throwable failure = complete.getCause().orElse(null);
        String instance = complete.getExecution().taskInstance.getId();
        int attempts = complete.getExecution().consecutiveFailures + 1;
        boolean over = attempts >= handler.attempts() || (failure != null && !handler.mayHelpAgain(failure));
        failures.remember(handler.kind().name(), instance, attempts, reason(failure), over);
        if (over) {
            LOG.error("Job {} {} is given up after {} attempts", handler.kind().name(), instance, attempts, failure);
            handler.givenUp(
                    handler.kind()
                            .payload()
                            .cast(complete.getExecution().taskInstance.getData()),
                    failure);
            operations.remove();
        } else {
            long pause = Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(attempts - 1, 30));
            LOG.warn(
                    "Job {} {} failed ({} of {}), again in {} s: {}",
                    handler.kind().name(),
                    instance,
                    attempts,
                    handler.attempts(),
                    pause,
                    reason(failure));
            operations.reschedule(complete, clock.instant().plusSeconds(pause));
        }
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null ? "unknown" : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    /** Looks for due jobs now instead of at the next poll. */
    void wake() {
        if (running) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void start() {
        int freed = jdbc.sql("""
                        update scheduled_tasks set picked = false, picked_by = null, last_heartbeat = null, version = version + 1
                        where picked and picked_by = :node
                        """).param("node", node).update();
        if (freed > 0) {
            LOG.info("{} jobs that were cut off run again", freed);
        }
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
