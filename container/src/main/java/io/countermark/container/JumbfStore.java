package io.countermark.container;

/** What tells a manifest store from other JUMBF boxes. */
final class JumbfStore {

    /** Type of the description box of a {@code c2pa} superbox (C2PA 2.4, 11.1.4.2). */
    static final byte[] UUID = {
        'c', '2', 'p', 'a', 0, 0x11, 0, 0x10, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
    };

    private JumbfStore() {}
}
