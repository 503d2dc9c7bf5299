package io.countermark.credentials;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * CBOR with the limits and the deterministic form that C2PA asks for (2.4, 10.1; RFC 8949, 4.2.1). The library's maps sort
 * their keys bytewise and it writes shortest lengths; its own CTAP2 mode can't be used, for that refuses more than four
 * levels. What is read is never written again: hashes and signatures are always over the bytes as stored.
 */
final class Cbor {

    /** More than any claim or assertion that is not an embedded file. */
    static final int MAX_ITEM = 8 * 1024 * 1024;

    private static final int TAG_DATE_TIME = 0;

    private Cbor() {}

    /**
     * @param onFailure the code for bytes that are no single CBOR item
     */
    static CBORObject decode(byte[] bytes, StatusCode onFailure) throws MalformedStoreException {
        if (bytes.length > MAX_ITEM) {
            throw new MalformedStoreException(onFailure, "A CBOR item is larger than " + MAX_ITEM + " bytes");
        }
        try {
            return CBORObject.DecodeFromBytes(bytes);
        } catch (CBORException e) {
            throw new MalformedStoreException(onFailure, "No CBOR: " + e.getMessage(), e);
        }
    }

    /** JSON in CBOR's tree. */
    static CBORObject decodeJson(byte[] utf8, StatusCode onFailure) throws MalformedStoreException {
        try {
            return CBORObject.FromJSONBytes(utf8);
        } catch (CBORException e) {
            throw new MalformedStoreException(onFailure, "No JSON: " + e.getMessage(), e);
        }
    }

    static byte[] encode(CBORObject object) {
        return object.EncodeToBytes();
    }

    static CBORObject map() {
        return CBORObject.NewMap();
    }

    static CBORObject array(Collection<CBORObject> items) {
        CBORObject array = CBORObject.NewArray();
        items.forEach(array::Add);
        return array;
    }

    static CBORObject bytes(byte[] value) {
        return CBORObject.FromObject(value);
    }

    static CBORObject text(String value) {
        return CBORObject.FromObject(value);
    }

    static CBORObject number(long value) {
        return CBORObject.FromObject(value);
    }

    static CBORObject time(Instant when) {
        return CBORObject.FromObject(when.truncatedTo(ChronoUnit.SECONDS).toString())
                .WithTag(TAG_DATE_TIME);
    }

    static boolean isMap(CBORObject object) {
        return object.getType() == CBORType.Map;
    }

    static boolean isArray(CBORObject object) {
        return object.getType() == CBORType.Array;
    }

    /** A field of a map; empty when {@code object} is no map or has none. */
    static Optional<CBORObject> field(CBORObject object, String name) {
        return isMap(object) ? Optional.ofNullable(object.get(text(name))) : Optional.empty();
    }

    static Optional<String> textField(CBORObject object, String name) {
        return field(object, name)
                .filter(value -> value.getType() == CBORType.TextString)
                .map(CBORObject::AsString);
    }

    static Optional<String> asText(CBORObject object) {
        return object.getType() == CBORType.TextString ? Optional.of(object.AsString()) : Optional.empty();
    }

    static Optional<byte[]> bytesField(CBORObject object, String name) {
        return field(object, name)
                .filter(value -> value.getType() == CBORType.ByteString)
                .map(CBORObject::GetByteString);
    }

    /** Items of an array field; empty when it is absent or no array. */
    static List<CBORObject> items(CBORObject object, String name) {
        return field(object, name)
                .filter(Cbor::isArray)
                .map(array -> List.copyOf(array.getValues()))
                .orElse(List.of());
    }

    /** An integer of 64 bits; empty for any other, and for one whose tag makes it something else (RFC 8949, 3.4). */
    static Optional<Long> integer(CBORObject object) {
        return object.getType() == CBORType.Integer
                        && object.isNumber()
                        && object.AsNumber().CanFitInInt64()
                ? Optional.of(object.AsNumber().ToInt64Checked())
                : Optional.empty();
    }

    /** A non-negative integer field below 2^53. */
    static Optional<Long> sizeField(CBORObject object, String name) {
        return field(object, name).flatMap(Cbor::integer).filter(value -> value >= 0 && value < 1L << 53);
    }

    /** The time in a text, tagged or not. */
    static Optional<Instant> timeField(CBORObject object, String name) {
        return textField(object, name).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }
}
