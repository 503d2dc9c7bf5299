package io.countermark.app.protection;

import io.countermark.app.library.ChannelRendition;
import io.countermark.app.library.ChannelRenditions;
import io.countermark.app.platform.JobHandler;
import io.countermark.app.platform.JobKind;
import io.countermark.app.platform.Jobs;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The durable job that makes a rendition for a channel; written in the transaction that puts the order on record. */
@Component
class ChannelJob implements JobHandler<ChannelJob.Payload> {

    private static final JobKind<Payload> KIND = new JobKind<>("channel-rendition", Payload.class);

    /** What to make. */
    record Payload(UUID tenantId, UUID renditionId) {}

    private final Jobs jobs;
    private final MakeChannelRendition make;
    private final ChannelRenditions renditions;

    ChannelJob(Jobs jobs, MakeChannelRendition make, ChannelRenditions renditions) {
        this.jobs = jobs;
        this.make = make;
        this.renditions = renditions;
    }

    @EventListener
    void on(ChannelRenditions.Ordered ordered) {
        jobs.enqueue(KIND, ordered.renditionId().toString(), new Payload(ordered.tenantId(), ordered.renditionId()));
    }

    @Override
    public JobKind<Payload> kind() {
        return KIND;
    }

    @Override
    public void run(Payload payload) {
        renditions
                .find(payload.tenantId(), payload.renditionId())
                .filter(order -> order.state() == ChannelRendition.State.ORDERED)
                .ifPresent(order -> make.run(payload.tenantId(), order));
    }

    @Override
    public void givenUp(Payload payload, @Nullable Throwable failure) {
        renditions.refused(
                payload.tenantId(),
                payload.renditionId(),
                new ChannelRendition.Refusal(
                        "gave-up",
                        "It was tried many times without success; the operator finds the reason in the server's log."));
    }
}
