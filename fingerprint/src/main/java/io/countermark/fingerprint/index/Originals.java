package io.countermark.fingerprint.index;

import io.countermark.imaging.Picture;
import java.io.IOException;
import java.util.Optional;

/** Where the registered pictures themselves are: a proposal is compared with the original's pixels. */
@FunctionalInterface
public interface Originals {

    /** The picture of this id, which the search closes; empty when it is not to be had any more. */
    Optional<Picture> open(String id) throws IOException;
}
