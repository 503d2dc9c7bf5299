package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;

/** stub until BMFF. */
final class BmffHashCheck {
    BmffHashCheck(Asset asset) {}

    void check(CBORObject content, String label, String claimAlgorithm, String url, StatusLog log) {
        log.add(StatusCode.GENERAL_ERROR, url, "BMFF can't be checked");
    }
}
