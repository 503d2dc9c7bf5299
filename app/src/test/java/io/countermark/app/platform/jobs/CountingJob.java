package io.countermark.app.platform.jobs;

import io.countermark.app.platform.JobHandler;
import io.countermark.app.platform.JobKind;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Fails as often as its payload says. */
@Component
class CountingJob implements JobHandler<CountingJob.Count> {

    static final JobKind<Count> KIND = new JobKind<>("test-count", Count.class);

    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

    record Count(String instance, int failures) {}

    int runs(String instance) {
        return runs.getOrDefault(instance, 0);
    }

    Set<String> givenUp() {
        return givenUp;
    }

    @Override
    public JobKind<Count> kind() {
        return KIND;
    }

    @Override
    public void run(Count payload) {
        int run = runs.merge(payload.instance(), 1, Integer::sum);
        if (run <= payload.failures()) {
            throw new IllegalStateException("failure " + run + " of " + payload.instance());
        }
    }

    @Override
    public int attempts() {
        return 2;
    }

    @Override
    public void givenUp(Count payload, @Nullable Throwable failure) {
        givenUp.add(payload.instance());
    }
}
