package io.countermark.vault;

import io.countermark.vault.VaultException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The keys of a store as they come. A store is asked page by page, so it can fail in the middle: then as all else here fails. */
final class Listing implements Iterator<String> {

    private final Iterator<String> keys;

    private Listing(Iterator<String> keys) {
        this.keys = keys;
    }

    /** Close the stream; it throws IO while it is read. @throws VaultException IO */
    static Stream<String> of(ObjectStore store) {
        Stream<String> keys = typed(() -> {
            try {
                return store.keys();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Iterator<String> typed = new Listing(typed(keys::iterator));
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(typed, Spliterator.NONNULL), false)
                .onClose(keys::close);
    }

    @Override
    public boolean hasNext() {
        return typed(keys::hasNext);
    }

    @Override
    public String next() {
        return typed(keys::next);
    }

    private static <T> T typed(Supplier<T> step) {
        try {
            return step.get();
        } catch (UncheckedIOException e) {
            throw new VaultException(Reason.IO, "Could not list the objects: " + e.getMessage(), e);
        }
    }
}
