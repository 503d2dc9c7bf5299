package io.countermark.credentials;

/** Labels of boxes, assertions and actions; section numbers are those of C2PA 2.4. */
final class Labels {

    /** 11.1.4. */
    static final String STORE = "c2pa";

    static final String ASSERTION_STORE = "c2pa.assertions";
    static final String SIGNATURE = "c2pa.signature";

    /** 10.2 and, for reading, claims of 1.x. */
    static final String CLAIM_V2 = "c2pa.claim.v2";

    static final String CLAIM_V1 = "c2pa.claim";

    /** 18.5 to 18.7, 18.8, 18.21. */
    static final String DATA_HASH = "c2pa.hash.data";

    static final String BOXES_HASH = "c2pa.hash.boxes";
    static final String BMFF_HASH = "c2pa.hash.bmff";
    static final String BMFF_HASH_V3 = "c2pa.hash.bmff.v3";
    static final String COLLECTION_HASH = "c2pa.hash.collection.data";
    static final String MULTI_ASSET_HASH = "c2pa.hash.multi-asset";

    /** 18.10. */
    static final String SOFT_BINDING = "c2pa.soft-binding";

    /** 18.15. */
    static final String ACTIONS = "c2pa.actions";

    static final String ACTIONS_V2 = "c2pa.actions.v2";
    static final String CREATED = "c2pa.created";
    static final String OPENED = "c2pa.opened";
    static final String PLACED = "c2pa.placed";
    static final String REMOVED = "c2pa.removed";
    static final String REDACTED = "c2pa.redacted";
    static final String WATERMARKED_BOUND = "c2pa.watermarked.bound";

    /** 18.16. */
    static final String INGREDIENT = "c2pa.ingredient";

    static final String INGREDIENT_V3 = "c2pa.ingredient.v3";
    static final String PARENT_OF = "parentOf";
    static final String COMPONENT_OF = "componentOf";
    static final String INPUT_TO = "inputTo";

    /** 18.12 to 18.27. */
    static final String CLOUD_DATA = "c2pa.cloud-data";

    static final String EXTERNAL_REFERENCE = "c2pa.external-reference";
    static final String CERTIFICATE_STATUS = "c2pa.certificate-status";
    static final String TIME_STAMP = "c2pa.time-stamp";
    static final String METADATA = "c2pa.metadata";
    static final String REPOSITORY_RECEIPT = "c2pa.repository-receipt";
    static final String THUMBNAIL_CLAIM = "c2pa.thumbnail.claim";
    static final String THUMBNAIL_INGREDIENT = "c2pa.thumbnail.ingredient";

    /** CAWG Identity 1.3; Training and data mining 1.1. */
    static final String CAWG_IDENTITY = "cawg.identity";

    static final String CAWG_TRAINING_MINING = "cawg.training-mining";

    private Labels() {}

    /** Without the instance suffix {@code __N} (6.4). */
    static String base(String label) {
        int at = label.lastIndexOf("__");
        return at > 0 && label.substring(at + 2).chars().allMatch(Character::isDigit) ? label.substring(0, at) : label;
    }

    /** Assertions that are JSON-LD and stored as JSON: metadata of any vocabulary (18.14), and receipts (18.27). */
    static boolean isJson(String label) {
        String base = base(label);
        return base.endsWith(".metadata") || base.equals(REPOSITORY_RECEIPT);
    }

    static boolean isActions(String label) {
        String base = base(label);
        return base.equals(ACTIONS) || base.equals(ACTIONS_V2);
    }

    static boolean isIngredient(String label) {
        String base = base(label);
        return base.equals(INGREDIENT) || base.startsWith(INGREDIENT + ".v");
    }

    static boolean isBmffHash(String label) {
        String base = base(label);
        return base.equals(BMFF_HASH) || base.startsWith(BMFF_HASH + ".v");
    }

    /** An assertion that binds the claim to the bytes of the asset (9.2). */
    static boolean isHardBinding(String label) {
        String base = base(label);
        return base.equals(DATA_HASH)
                || base.equals(BOXES_HASH)
                || base.equals(COLLECTION_HASH)
                || base.equals(MULTI_ASSET_HASH)
                || isBmffHash(label);
    }
}
