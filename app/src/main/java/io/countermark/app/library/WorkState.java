package io.countermark.app.library;

/** How far a work has come on its way through protection; the order of the constants is the order of the way. */
public enum WorkState {
    /** Checked, encrypted in the vault, on record. */
    RECEIVED,
    /** The archived original was read back and is what was received. */
    ARCHIVED,
    /** Its fingerprint is on record and searched. */
    DESCRIBED,
    /** It has its mark id, and the picture was marked or refused a mark for a reason. */
    MARKED,
    /** The protected rendition is signed and in the vault. */
    SIGNED,
    /** Original and rendition stand in the transparency log. */
    LOGGED,
    /** The rendition was read back and its credentials and digest hold: ready for delivery. */
    PROTECTED,
    /** The way ended early; the reason is on record. */
    FAILED;

    /** Whether nothing more will happen by itself. */
    public boolean isFinal() {
        return this == PROTECTED || this == FAILED;
    }

    /** Whether a work in this state has already done what {@code step} stands for. */
    public boolean hasReached(WorkState step) {
        return this != FAILED && compareTo(step) >= 0;
    }
}
