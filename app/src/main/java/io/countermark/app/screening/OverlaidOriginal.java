package io.countermark.app.screening;

import io.countermark.app.library.Asset;
import io.countermark.fingerprint.Comparison;

/** A candidate that was compared with the picture pixel by pixel. */
record OverlaidOriginal(Asset asset, Comparison comparison) {}
