package io.countermark.credentials;

import java.util.List;
import java.util.Optional;

/**
 * A JUMBF URI within a manifest store (C2PA 2.4, 8.4.1): {@code self#jumbf=/c2pa/MANIFEST/BOX/...}, or relative to the
 * manifest it stands in.
 *
 * @param manifest label of the manifest
 * @param path     labels below it; empty for the manifest itself
 */
record JumbfUri(String manifest, List<String> path) {

    private static final String PREFIX = "self#jumbf=";
    private static final String ROOT = "/c2pa/";

    /** Empty when it is no such URI. */
    static Optional<JumbfUri> parse(String url, String currentManifest) {
        if (!url.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String rest = url.substring(PREFIX.length());
        if (!rest.startsWith("/")) {
            return Optional.of(new JumbfUri(currentManifest, List.of(rest.split("/", -1))));
        }
        if (!rest.startsWith(ROOT)) {
            return Optional.empty();
        }
        String[] labels = rest.substring(ROOT.length()).split("/", -1);
        return Optional.of(new JumbfUri(labels[0], List.of(labels).subList(1, labels.length)));
    }

    static String manifest(String manifest) {
        return PREFIX + ROOT + manifest;
    }

    static String absolute(String manifest, String path) {
        return PREFIX + ROOT + manifest + "/" + path;
    }

    static String assertion(String label) {
        return PREFIX + Labels.ASSERTION_STORE + "/" + label;
    }

    /** Last label. */
    String label() {
        return path.isEmpty() ? manifest : path.getLast();
    }

    @Override
    public String toString() {
        return path.isEmpty() ? manifest(manifest) : absolute(manifest, String.join("/", path));
    }
}
