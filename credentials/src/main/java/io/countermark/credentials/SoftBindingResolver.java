package io.countermark.credentials;

import io.countermark.credentials.SoftBindingAlgorithm.Kind;
import io.countermark.credentials.SoftBindingRefusedException.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds manifests by what is bound softly to a picture whose file lost them: the matching part of the C2PA Soft Binding Resolution API
 * 2.4. Which values there are is the caller's to keep; a {@link Lookup} for each algorithm asks for them.
 */
public final class SoftBindingResolver {

    /** The most that one query gives. */
    public static final int MAX_RESULTS = 100;

    /** Version of the specification that the API follows. */
    public static final String SPECIFICATION = "2.4";

    /** Manifests whose soft binding is equal or near to a value, in any order. */
    @FunctionalInterface
    public interface Lookup {

        /**
         * @param value      of the algorithm's length
         * @param maxResults 1 to {@link #MAX_RESULTS}; more may come back
         */
        List<ManifestMatch> find(byte[] value, int maxResults);
    }

    /** One algorithm, under the API's name for it. */
    public record AlgorithmName(String alg) {}

    /** The API's list of algorithms, by kind. */
    public record Algorithms(List<AlgorithmName> watermarks, List<AlgorithmName> fingerprints) {}

    /**
     * The document at {@link #PATH} of a domain.
     *
     * @param apiEndpoint absolute address below which the API is
     */
    public record Discovery(
            String apiEndpoint, String c2paSpecificationVersion, String capabilitiesEndpoint, String statusEndpoint) {

        /** Where clients look for it. */
        public static final String PATH = "/.well-known/c2pa-soft-binding-resolution";

        /** @param apiEndpoint without a slash at its end */
        public static Discovery of(String apiEndpoint) {
            return new Discovery(
                    apiEndpoint,
                    SPECIFICATION,
                    apiEndpoint + "/services/capabilities",
                    apiEndpoint + "/services/status");
        }
    }

    private final Map<SoftBindingAlgorithm, Lookup> lookups;

    public SoftBindingResolver(Map<SoftBindingAlgorithm, Lookup> lookups) {
        this.lookups = Map.copyOf(lookups);
    }

    public Algorithms algorithms() {
        return new Algorithms(names(Kind.WATERMARK), names(Kind.FINGERPRINT));
    }

    private List<AlgorithmName> names(Kind kind) {
        return lookups.keySet().stream()
                .filter(algorithm -> algorithm.kind() == kind)
                .map(algorithm -> new AlgorithmName(algorithm.name()))
                .sorted(Comparator.comparing(AlgorithmName::alg))
                .toList();
    }

    /**
     * The algorithm of a name.
     *
     * @throws SoftBindingRefusedException UNKNOWN_ALGORITHM
     */
    public SoftBindingAlgorithm algorithm(String name) {
        return lookups.keySet().stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SoftBindingRefusedException(
                        Reason.UNKNOWN_ALGORITHM,
                        "This algorithm is not supported; services/supportedAlgorithms lists those that are"));
    }

    /**
     * Each manifest once, the best match first; equal values before near ones.
     *
     * @param base64     in either alphabet; a plus that a query string turned into a blank is taken as one
     * @param maxResults at least 1; never more than {@link #MAX_RESULTS} come back
     * @throws SoftBindingRefusedException for an unknown algorithm or a malformed value
     */
    public List<ManifestMatch> byBinding(String algorithmName, String base64, int maxResults) {
        SoftBindingAlgorithm algorithm = algorithm(algorithmName);
        int limit = Math.clamp(maxResults, 1, MAX_RESULTS);
        return best(find(algorithm, value(algorithm, base64), limit), limit);
    }

    private List<ManifestMatch> find(SoftBindingAlgorithm algorithm, byte[] value, int limit) {
        Lookup lookup = lookups.get(algorithm);
        return lookup == null ? List.of() : lookup.find(value, limit);
    }

    /** Each manifest once, with its best score, at most {@code limit} of them. */
    public static List<ManifestMatch> best(List<ManifestMatch> matches, int limit) {
        List<ManifestMatch> sorted = new ArrayList<>(matches);
        sorted.sort(Comparator.comparingInt(SoftBindingResolver::score).reversed());
        Map<String, ManifestMatch> first = new LinkedHashMap<>();
        sorted.forEach(match -> first.putIfAbsent(match.manifestId(), match));
        return first.values().stream().limit(limit).toList();
    }

    private static int score(ManifestMatch match) {
        Integer score = match.similarityScore();
        return score == null ? 101 : score;
    }

    private static byte[] value(SoftBindingAlgorithm algorithm, String base64) {
        int longest = algorithm.valueLength() * 2 + 4;
        if (base64.length() <= longest) {
            try {
                byte[] value = Base64.getDecoder()
                        .decode(base64.replace(' ', '+').replace('-', '+').replace('_', '/'));
                if (value.length == algorithm.valueLength()) {
                    return value;
                }
            } catch (IllegalArgumentException e) {
                throw malformed(algorithm);
            }
        }
        throw malformed(algorithm);
    }

    private static SoftBindingRefusedException malformed(SoftBindingAlgorithm algorithm) {
        return new SoftBindingRefusedException(
                Reason.MALFORMED_VALUE,
                "A value of " + algorithm.name() + " is " + algorithm.valueLength() + " bytes in Base64");
    }
}
