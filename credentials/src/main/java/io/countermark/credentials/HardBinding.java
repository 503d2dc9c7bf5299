package io.countermark.credentials;

import com.upokecenter.cbor.CBORObject;
import io.countermark.container.ByteRange;
import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.NamedBoxes;
import io.countermark.container.NamedBoxes.NamedBox;
import io.countermark.credentials.CredentialsException.Reason;
import io.countermark.credentials.ManifestDefinition.Binding;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The assertion that binds a claim to the bytes of a file (C2PA 2.4, 9.2), of a length that does not hang on the hashes. */
enum HardBinding {
    DATA(Labels.DATA_HASH),
    BMFF(Labels.BMFF_HASH_V3),
    BOXES(Labels.BOXES_HASH);

    private static final String STORE = "C2PA";

    private final String label;

    HardBinding(String label) {
        this.label = label;
    }

    /** @throws CredentialsException BAD_DEFINITION for a boxes hash in a container whose boxes have no names */
    static HardBinding of(Binding wanted, Kind kind) {
        return switch (wanted) {
            case WHOLE_FILE -> kind.isBmff() ? BMFF : DATA;
            case BOXES -> {
                if (kind != Kind.JPEG && kind != Kind.PNG) {
                    throw new CredentialsException(
                            Reason.BAD_DEFINITION, "A boxes hash binds JPEG and PNG only, not " + kind.mediaType());
                }
                yield BOXES;
            }
        };
    }

    String label() {
        return label;
    }

    /**
     * The assertion before anything of the file's final form is known.
     *
     * @param exclusions how many ranges will be left out
     */
    byte[] blank(byte[] file, Kind kind, int exclusions) {
        return switch (this) {
            case DATA -> new byte[DataHash.length(exclusions)];
            case BMFF -> BmffHash.assertion(new byte[HashAlgorithm.SHA256.length()]);
            case BOXES -> boxes(EmbeddedCredentials.strip(file), kind, List.of(), exclusions);
        };
    }

    /**
     * @param file       in its final form but for the store
     * @param exclusions where the store is; empty when it is kept elsewhere
     */
    byte[] of(byte[] file, Kind kind, List<ByteRange> exclusions) {
        return switch (this) {
            case DATA -> DataHash.assertion(exclusions, DataHash.of(file, exclusions, HashAlgorithm.SHA256));
            case BMFF ->
                BmffHash.assertion(
                        BmffHash.of(file, HashAlgorithm.SHA256, true, box -> BmffHash.isMandatoryExclusion(file, box)));
            case BOXES -> boxes(file, kind, exclusions, 0);
        };
    }

    /** 18.7: every segment or chunk in file order, each with its hash; the store is named with an empty one. */
    private static byte[] boxes(byte[] file, Kind kind, List<ByteRange> store, int expected) {
        ByteRange place = store.isEmpty() ? new ByteRange(0, 0) : store.getFirst();
        Optional<List<NamedBox>> named = NamedBoxes.of(file, kind, place);
        List<CBORObject> entries = new ArrayList<>();
        for (NamedBox box : named.orElse(List.of())) {
            boolean isStore = box.name().equals(STORE);
            entries.add(entry(box.name(), isStore ? new byte[1] : hash(file, box.place())));
        }
        for (int i = 0; i < expected; i++) {
            entries.add(entry(STORE, new byte[1]));
        }
        CBORObject content = Cbor.map();
        content.set(Cbor.text("alg"), Cbor.text(HashAlgorithm.SHA256.label()));
        content.set(Cbor.text("boxes"), Cbor.array(entries));
        return Cbor.encode(content);
    }

    private static byte[] hash(byte[] file, ByteRange place) {
        MessageDigest digest = HashAlgorithm.SHA256.digest();
        digest.update(file, place.start(), place.length());
        return digest.digest();
    }

    private static CBORObject entry(String name, byte[] hash) {
        CBORObject entry = Cbor.map();
        entry.set(Cbor.text("names"), Cbor.array(List.of(Cbor.text(name))));
        entry.set(Cbor.text("hash"), Cbor.bytes(hash));
        entry.set(Cbor.text("pad"), Cbor.bytes(new byte[0]));
        return entry;
    }
}
