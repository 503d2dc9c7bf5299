package io.countermark.credentials;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A JUMBF superbox as it stands in a manifest store (ISO/IEC 19566-5). Nothing is copied: offsets point into {@code store}.
 *
 * @param store         the whole manifest store
 * @param payloadOffset first byte after the box header
 * @param payloadLength description box and content boxes; what a hashed URI covers (C2PA 2.4, 8.4.2.3)
 * @param uuid          type in the description box
 * @param label         in the description box; empty when there is none
 */
record Superbox(
        byte[] store,
        int payloadOffset,
        int payloadLength,
        byte[] uuid,
        String label,
        List<Superbox> children,
        List<Content> contents) {

    /** A box in a superbox that is neither a superbox nor the description. */
    record Content(String type, int offset, int length) {}

    Optional<JumbfType> type() {
        return JumbfType.of(uuid);
    }

    boolean is(JumbfType type) {
        return type().filter(type::equals).isPresent();
    }

    Optional<Superbox> child(String wanted) {
        return children.stream().filter(box -> box.label().equals(wanted)).findFirst();
    }

    Optional<Superbox> child(JumbfType type) {
        return children.stream().filter(box -> box.is(type)).findFirst();
    }

    List<Superbox> children(JumbfType type) {
        return children.stream().filter(box -> box.is(type)).toList();
    }

    /** Payload of the first content box of a type, for example {@code cbor}. */
    Optional<byte[]> content(String type) {
        return contents.stream()
                .filter(content -> content.type().equals(type))
                .findFirst()
                .map(content -> Arrays.copyOfRange(store, content.offset(), content.offset() + content.length()));
    }

    byte[] payload() {
        return Arrays.copyOfRange(store, payloadOffset, payloadOffset + payloadLength);
    }

    /** With its header. */
    byte[] box() {
        return Jumbf.box("jumb", payload());
    }
}
