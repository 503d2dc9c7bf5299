package io.countermark.container;

/** The bytes of a file from {@code start} (inclusive), {@code length} of them. */
public record ByteRange(int start, int length) {

    public ByteRange {
        if (start < 0 || length < 0 || start + length < 0) {
            throw new IllegalArgumentException("No range: " + start + "+" + length);
        }
    }

    public int end() {
        return start + length;
    }
}
