package io.countermark.credentials;

import io.countermark.credentials.ValidationReport.Kind;

/** Status codes of C2PA 2.4, section 15.2.2, and of CAWG Identity 1.3, with what each means for the state. */
enum StatusCode {
    // Success codes (15.2.2.1)
    CLAIM_SIGNATURE_VALIDATED("claimSignature.validated", Kind.SUCCESS),
    CLAIM_SIGNATURE_INSIDE_VALIDITY("claimSignature.insideValidity", Kind.SUCCESS),
    SIGNING_CREDENTIAL_TRUSTED("signingCredential.trusted", Kind.SUCCESS),
    OCSP_NOT_REVOKED("signingCredential.ocsp.notRevoked", Kind.SUCCESS),
    TIME_STAMP_VALIDATED("timeStamp.validated", Kind.SUCCESS),
    TIME_STAMP_TRUSTED("timeStamp.trusted", Kind.SUCCESS),
    HASHED_URI_MATCH("assertion.hashedURI.match", Kind.SUCCESS),
    DATA_HASH_MATCH("assertion.dataHash.match", Kind.SUCCESS),
    BMFF_HASH_MATCH("assertion.bmffHash.match", Kind.SUCCESS),
    BOXES_HASH_MATCH("assertion.boxesHash.match", Kind.SUCCESS),
    INGREDIENT_MANIFEST_VALIDATED("ingredient.manifest.validated", Kind.SUCCESS),
    INGREDIENT_SIGNATURE_VALIDATED("ingredient.claimSignature.validated", Kind.SUCCESS),
    CAWG_IDENTITY_TRUSTED("cawg.identity.trusted", Kind.SUCCESS),
    CAWG_IDENTITY_WELL_FORMED("cawg.identity.well-formed", Kind.SUCCESS),
    CAWG_X509_TRUSTED("cawg.x509.credential.trusted", Kind.SUCCESS),

    // Informational codes (15.2.2.2)
    OCSP_SKIPPED("signingCredential.ocsp.skipped", Kind.INFORMATIONAL),
    OCSP_INACCESSIBLE("signingCredential.ocsp.inaccessible", Kind.INFORMATIONAL),
    OCSP_UNKNOWN("signingCredential.ocsp.unknown", Kind.INFORMATIONAL),
    TIME_STAMP_MALFORMED("timeStamp.malformed", Kind.INFORMATIONAL),
    TIME_STAMP_MISMATCH("timeStamp.mismatch", Kind.INFORMATIONAL),
    TIME_STAMP_OUTSIDE_VALIDITY("timeStamp.outsideValidity", Kind.INFORMATIONAL),
    TIME_STAMP_UNTRUSTED("timeStamp.untrusted", Kind.INFORMATIONAL),
    DATA_HASH_ADDITIONAL_EXCLUSIONS("assertion.dataHash.additionalExclusionsPresent", Kind.INFORMATIONAL),
    BMFF_HASH_ADDITIONAL_EXCLUSIONS("assertion.bmffHash.additionalExclusionsPresent", Kind.INFORMATIONAL),
    INGREDIENT_UNKNOWN_PROVENANCE("ingredient.unknownProvenance", Kind.INFORMATIONAL),
    CAWG_ICA_UNTRUSTED_ISSUER("cawg.ica.untrusted_issuer", Kind.INFORMATIONAL),

    // Failure codes (15.2.2.3)
    CLAIM_MISSING("claim.missing", Kind.FAILURE),
    CLAIM_MULTIPLE("claim.multiple", Kind.FAILURE),
    CLAIM_MALFORMED("claim.malformed", Kind.FAILURE),
    CLAIM_CBOR_INVALID("claim.cbor.invalid", Kind.FAILURE),
    CLAIM_HARD_BINDINGS_MISSING("claim.hardBindings.missing", Kind.FAILURE),
    CLAIM_SIGNATURE_MISSING("claimSignature.missing", Kind.FAILURE),
    CLAIM_SIGNATURE_MISMATCH("claimSignature.mismatch", Kind.FAILURE),
    CLAIM_SIGNATURE_OUTSIDE_VALIDITY("claimSignature.outsideValidity", Kind.FAILURE),
    MANIFEST_MULTIPLE_PARENTS("manifest.multipleParents", Kind.FAILURE),
    MANIFEST_UPDATE_INVALID("manifest.update.invalid", Kind.FAILURE),
    MANIFEST_UPDATE_WRONG_PARENTS("manifest.update.wrongParents", Kind.FAILURE),
    MANIFEST_COMPRESSED_INVALID("manifest.compressed.invalid", Kind.FAILURE),
    MANIFEST_INACCESSIBLE("manifest.inaccessible", Kind.FAILURE),
    SIGNING_CREDENTIAL_INVALID("signingCredential.invalid", Kind.FAILURE),
    SIGNING_CREDENTIAL_UNTRUSTED("signingCredential.untrusted", Kind.FAILURE),
    SIGNING_CREDENTIAL_EXPIRED("signingCredential.expired", Kind.FAILURE),
    OCSP_REVOKED("signingCredential.ocsp.revoked", Kind.FAILURE),
    ASSERTION_MISSING("assertion.missing", Kind.FAILURE),
    HASHED_URI_MISMATCH("assertion.hashedURI.mismatch", Kind.FAILURE),
    ASSERTION_OUTSIDE_MANIFEST("assertion.outsideManifest", Kind.FAILURE),
    ASSERTION_UNDECLARED("assertion.undeclared", Kind.FAILURE),
    ASSERTION_CBOR_INVALID("assertion.cbor.invalid", Kind.FAILURE),
    ASSERTION_JSON_INVALID("assertion.json.invalid", Kind.FAILURE),
    ASSERTION_TIME_STAMP_MALFORMED("assertion.timestamp.malformed", Kind.FAILURE),
    ASSERTION_NOT_REDACTED("assertion.notRedacted", Kind.FAILURE),
    ASSERTION_SELF_REDACTED("assertion.selfRedacted", Kind.FAILURE),
    HARD_BINDING_REDACTED("assertion.hardBinding.redacted", Kind.FAILURE),
    MULTIPLE_HARD_BINDINGS("assertion.multipleHardBindings", Kind.FAILURE),
    ACTION_MALFORMED("assertion.action.malformed", Kind.FAILURE),
    ACTION_INGREDIENT_MISMATCH("assertion.action.ingredientMismatch", Kind.FAILURE),
    ACTION_REDACTION_MISMATCH("assertion.action.redactionMismatch", Kind.FAILURE),
    ACTION_REDACTED("assertion.action.redacted", Kind.FAILURE),
    ACTION_SOFT_BINDING_MISSING("assertion.action.softBindingMissing", Kind.FAILURE),
    DATA_HASH_MISMATCH("assertion.dataHash.mismatch", Kind.FAILURE),
    DATA_HASH_MALFORMED("assertion.dataHash.malformed", Kind.FAILURE),
    BMFF_HASH_MISMATCH("assertion.bmffHash.mismatch", Kind.FAILURE),
    BMFF_HASH_MALFORMED("assertion.bmffHash.malformed", Kind.FAILURE),
    BOXES_HASH_MISMATCH("assertion.boxesHash.mismatch", Kind.FAILURE),
    BOXES_HASH_MALFORMED("assertion.boxesHash.malformed", Kind.FAILURE),
    BOXES_HASH_UNKNOWN_BOX("assertion.boxesHash.unknownBox", Kind.FAILURE),
    CLOUD_DATA_MALFORMED("assertion.cloud-data.malformed", Kind.FAILURE),
    CLOUD_DATA_HARD_BINDING("assertion.cloud-data.hardBinding", Kind.FAILURE),
    CLOUD_DATA_ACTIONS("assertion.cloud-data.actions", Kind.FAILURE),
    EXTERNAL_REFERENCE_MALFORMED("assertion.external-reference.malformed", Kind.FAILURE),
    EXTERNAL_REFERENCE_CREATED("assertion.external-reference.created", Kind.FAILURE),
    INGREDIENT_MALFORMED("assertion.ingredient.malformed", Kind.FAILURE),
    INGREDIENT_MANIFEST_MISSING("ingredient.manifest.missing", Kind.FAILURE),
    INGREDIENT_MANIFEST_MISMATCH("ingredient.manifest.mismatch", Kind.FAILURE),
    INGREDIENT_SIGNATURE_MISSING("ingredient.claimSignature.missing", Kind.FAILURE),
    INGREDIENT_SIGNATURE_MISMATCH("ingredient.claimSignature.mismatch", Kind.FAILURE),
    ALGORITHM_UNSUPPORTED("algorithm.unsupported", Kind.FAILURE),
    GENERAL_ERROR("general.error", Kind.FAILURE),

    // CAWG Identity 1.3, 7.1 and 8
    CAWG_CBOR_INVALID("cawg.identity.cbor.invalid", Kind.FAILURE),
    CAWG_ASSERTION_MISMATCH("cawg.identity.assertion.mismatch", Kind.FAILURE),
    CAWG_ASSERTION_DUPLICATE("cawg.identity.assertion.duplicate", Kind.FAILURE),
    CAWG_HARD_BINDING_MISSING("cawg.identity.hard_binding_missing", Kind.FAILURE),
    CAWG_SIG_TYPE_UNKNOWN("cawg.identity.sig_type.unknown", Kind.FAILURE),
    CAWG_PAD_INVALID("cawg.identity.pad.invalid", Kind.FAILURE),
    CAWG_X509_UNTRUSTED("cawg.x509.credential.untrusted", Kind.FAILURE),
    CAWG_X509_INVALID("cawg.x509.credential.invalid", Kind.FAILURE),
    CAWG_X509_SIGNATURE_MISMATCH("cawg.x509.signature.mismatch", Kind.FAILURE),
    ICA_INVALID_COSE_SIGN1("cawg.ica.invalid_cose_sign1", Kind.FAILURE),
    ICA_INVALID_ALG("cawg.ica.invalid_alg", Kind.FAILURE),
    ICA_INVALID_CONTENT_TYPE("cawg.ica.invalid_content_type", Kind.FAILURE),
    ICA_INVALID_CREDENTIAL("cawg.ica.invalid_verifiable_credential", Kind.FAILURE),
    ICA_INVALID_ISSUER("cawg.ica.invalid_issuer", Kind.FAILURE),
    ICA_DID_UNAVAILABLE("cawg.ica.did_unavailable", Kind.FAILURE),
    ICA_TIME_STAMP_INVALID("cawg.ica.time_stamp.invalid", Kind.FAILURE),
    ICA_VALID_UNTIL_INVALID("cawg.ica.valid_until.invalid", Kind.FAILURE),
    ICA_VALID_FROM_INVALID("cawg.ica.valid_from.invalid", Kind.FAILURE),
    ICA_SIGNATURE_MISMATCH("cawg.ica.signature_mismatch", Kind.FAILURE),
    ICA_SIGNER_PAYLOAD_MISMATCH("cawg.ica.signer_payload.mismatch", Kind.FAILURE);

    private final String code;
    private final Kind kind;

    StatusCode(String code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    String code() {
        return code;
    }

    Kind kind() {
        return kind;
    }
}
