package io.countermark.app.protection;

import io.countermark.container.ImageFormat;

/** What is to be delivered, as a file without metadata, not yet signed. */
record EncodedRendition(MarkedOriginal original, ImageFormat format, byte[] file) {}
