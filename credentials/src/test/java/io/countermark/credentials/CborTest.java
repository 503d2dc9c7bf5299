package io.countermark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBORObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CborTest {

    @Test
    void anIntegerWhoseTagMakesItSomethingElseIsNoSize() {
        for (int tag : new int[] {1, 100, 1000}) {
            assertThat(sizeOf(Cbor.number(5).WithTag(tag))).as("tag %d", tag).isEmpty();
        }
    }

    @Test
    void sizesAreWholeNotNegativeAndBelowTwoToThe53rd() {
        assertThat(sizeOf(CBORObject.FromObject(5))).hasValue(5L);
        assertThat(sizeOf(CBORObject.FromObject((1L << 53) - 1))).hasValue((1L << 53) - 1);
        assertThat(sizeOf(CBORObject.FromObject(1L << 53))).isEmpty();
        assertThat(sizeOf(CBORObject.FromObject(-1))).isEmpty();
        assertThat(sizeOf(CBORObject.FromObject(5.0))).isEmpty();
        assertThat(sizeOf(CBORObject.FromObject("5"))).isEmpty();
    }

    private static Optional<Long> sizeOf(CBORObject value) {
        CBORObject map = Cbor.map();
        map.set(Cbor.text("start"), value);
        return Cbor.sizeField(map, "start");
    }
}
