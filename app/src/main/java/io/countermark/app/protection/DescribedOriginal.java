package io.countermark.app.protection;

import io.countermark.app.library.Asset;

/** An original whose digests and fingerprint are known. */
record DescribedOriginal(OpenedOriginal original, Asset.Description description) {}
