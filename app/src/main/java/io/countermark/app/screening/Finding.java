package io.countermark.app.screening;

import io.countermark.app.library.Asset;

/** One signal's word that a picture is a copy of a work. */
record Finding(Asset asset, Reason reason) {}
