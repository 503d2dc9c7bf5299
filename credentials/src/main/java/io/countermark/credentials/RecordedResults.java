package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.credentials.ValidationReport.Kind;
import io.countermark.credentials.ValidationReport.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Validation results as an ingredient assertion records them. */
final class RecordedResults {

    private RecordedResults() {}

    /** What we found when the parent was taken in (18.16.7): its own statuses, and its ingredients' failures as deltas. */
    static CBORObject of(ValidationReport report) {
        CBORObject results = Cbor.map();
        results.set(Cbor.text("activeManifest"), statuses(report.codes()));
        Map<String, List<Status>> deltas = report.ingredientCodes().stream()
                .filter(status -> status.kind() == Kind.FAILURE && status.url() != null)
                .collect(Collectors.groupingBy(
                        status -> String.valueOf(status.url()), LinkedHashMap::new, Collectors.toList()));
        List<CBORObject> entries = new ArrayList<>();
        deltas.forEach((url, statuses) -> {
            CBORObject delta = Cbor.map();
            delta.set(Cbor.text("ingredientAssertionURI"), Cbor.text(url));
            delta.set(Cbor.text("validationDeltas"), statuses(statuses));
            entries.add(delta);
        });
        if (!entries.isEmpty()) {
            results.set(Cbor.text("ingredientDeltas"), Cbor.array(entries));
        }
        return results;
    }

    private static CBORObject statuses(List<Status> statuses) {
        CBORObject map = Cbor.map();
        map.set(Cbor.text("success"), statuses(statuses, Kind.SUCCESS));
        map.set(Cbor.text("informational"), statuses(statuses, Kind.INFORMATIONAL));
        map.set(Cbor.text("failure"), statuses(statuses, Kind.FAILURE));
        return map;
    }

    private static CBORObject statuses(List<Status> statuses, Kind kind) {
        return Cbor.array(statuses.stream()
                .filter(status -> status.kind() == kind)
                .map(RecordedResults::status)
                .toList());
    }

    private static CBORObject status(Status status) {
        CBORObject map = Cbor.map();
        map.set(Cbor.text("code"), Cbor.text(status.code()));
        if (status.url() != null) {
            map.set(Cbor.text("url"), Cbor.text(status.url()));
        }
        map.set(Cbor.text("explanation"), Cbor.text(status.explanation()));
        return map;
    }
}
