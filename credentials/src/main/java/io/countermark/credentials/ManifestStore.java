package io.countermark.credentials;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The manifests of an asset; the last one is the active one (C2PA 2.4, 11.1.4 and 15.5.1). */
record ManifestStore(Superbox box) {

    /** @throws MalformedStoreException claim.missing, claim.malformed or claim.multiple (a label twice) */
    static ManifestStore parse(byte[] bytes) throws MalformedStoreException {
        Superbox box = Jumbf.parse(bytes);
        if (!box.is(JumbfType.MANIFEST_STORE) || !box.label().equals(Labels.STORE)) {
            throw new MalformedStoreException(StatusCode.CLAIM_MALFORMED, "The JUMBF box is no manifest store");
        }
        Set<String> labels = new HashSet<>();
        for (Superbox manifest : box.children()) {
            if (!labels.add(manifest.label())) {
                throw new MalformedStoreException(
                        StatusCode.CLAIM_MULTIPLE, "The manifest label " + manifest.label() + " stands twice");
            }
        }
        if (box.children().isEmpty()) {
            throw new MalformedStoreException(StatusCode.CLAIM_MISSING, "The manifest store is empty");
        }
        return new ManifestStore(box);
    }

    Superbox active() {
        return box.children().getLast();
    }

    List<Superbox> manifests() {
        return box.children();
    }

    /** The box that a URI names. */
    Optional<Superbox> resolve(JumbfUri uri) {
        Optional<Superbox> found = box.child(uri.manifest());
        for (String label : uri.path()) {
            found = found.flatMap(parent -> parent.child(label));
        }
        return found;
    }
}
