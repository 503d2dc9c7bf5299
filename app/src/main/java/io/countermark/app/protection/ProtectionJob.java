package io.countermark.app.protection;

import io.countermark.app.library.AssetReceived;
import io.countermark.app.library.Library;
import io.countermark.app.library.ProtectionRecord;
import io.countermark.app.library.Work;
import io.countermark.app.platform.JobHandler;
import io.countermark.app.platform.JobKind;
import io.countermark.app.platform.Jobs;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The durable job that takes a work through the pipeline; written in the transaction that puts the original on record. */
@Component
class ProtectionJob implements JobHandler<ProtectionJob.Payload> {

    private static final JobKind<Payload> KIND = new JobKind<>("protect-asset", Payload.class);

    /** What to protect. */
    record Payload(UUID tenantId, UUID assetId) {}

    private final Jobs jobs;
    private final Pipeline pipeline;
    private final Library library;
    private final ProtectionRecord record;

    ProtectionJob(Jobs jobs, Pipeline pipeline, Library library, ProtectionRecord record) {
        this.jobs = jobs;
        this.pipeline = pipeline;
        this.library = library;
        this.record = record;
    }

    @EventListener
    void on(AssetReceived received) {
        jobs.enqueue(KIND, received.assetId().toString(), new Payload(received.tenantId(), received.assetId()));
    }

    @Override
    public JobKind<Payload> kind() {
        return KIND;
    }

    @Override
    public void run(Payload payload) {
        pipeline.run(payload.tenantId(), payload.assetId());
    }

    @Override
    public void givenUp(Payload payload, @Nullable Throwable failure) {
        library.asset(payload.tenantId(), payload.assetId())
                .ifPresent(
                        asset -> record.failed(
                                asset,
                                new Work.Failure(
                                        "gave-up",
                                        "It was tried many times without success; the operator finds the reason in the server's log.")));
    }
}
