package io.countermark.credentials;

import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the status codes of one manifest in the order found. Bounded: what comes after the last is dropped. */
final class StatusLog {

    private static final int MAX_STATUSES = 4096;

    private final List<Status> statuses = new ArrayList<>();

    void add(StatusCode code, @Nullable String url, String explanation) {
        add(new Status(code.code(), code.kind(), url, explanation));
    }

    /** The first failure always finds room. */
    void add(Status status) {
        if (statuses.size() < MAX_STATUSES || (status.kind() == Kind.FAILURE && !failed())) {
            statuses.add(status);
        }
    }

    void add(MalformedStoreException fault, @Nullable String url) {
        add(fault.code(), url, String.valueOf(fault.getMessage()));
    }

    private boolean failed() {
        return statuses.stream().anyMatch(status -> status.kind() == Kind.FAILURE);
    }

    List<Status> statuses() {
        return List.copyOf(statuses);
    }

    boolean has(StatusCode code) {
        return statuses.stream().anyMatch(status -> status.code().equals(code.code()));
    }
}
