package io.countermark.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MultiPictureTest {

    private static final RightsMetadata RIGHTS =
            RightsMetadata.NONE.with().creators(List.of("Li Wei")).build();

    /** Where the second picture stands, as the file itself says. */
    private static int second(byte[] file, boolean little) {
        int header = header(file);
        long offset = little ? Bytes.uint32le(file, header + 50) : Bytes.uint32(file, header + 50);
        return header + (int) offset;
    }

    private static long firstLength(byte[] file, boolean little) {
        int at = header(file) + 30;
        return little ? Bytes.uint32le(file, at) : Bytes.uint32(file, at);
    }

    private static int header(byte[] file) {
        for (int i = 0; i < file.length; i++) {
            if (Bytes.startsWith(file, i, file.length - i, "MPF\0".getBytes(StandardCharsets.US_ASCII))) {
                return i + 4;
            }
        }
        throw new AssertionError("No MPF");
    }

    /** A picture, its MPF segment before or behind where metadata goes, and a second picture behind it. */
    private static byte[] file(boolean little, boolean behindMetadata) {
        byte[] picture = MetadataFiles.drawn("jpg");
        byte[] other = MetadataFiles.drawn("jpg");
        byte[] segment = new byte[4 + 4 + 58];
        Bytes.putInt16(segment, 0, 0xFFE2);
        Bytes.putInt16(segment, 2, segment.length - 2);
        System.arraycopy("MPF\0".getBytes(StandardCharsets.US_ASCII), 0, segment, 4, 4);
        Order order = new Order(segment, 8, little);
        order.start();
        order.int16(8, 1);
        order.int16(10, 0xB002);
        order.int16(12, 7);
        order.int32(14, 32);
        order.int32(18, 26);
        order.int32(26 + 4, picture.length + segment.length);
        int at = behindMetadata ? 2 : JpegSegments.of(picture).segments().get(1).end();
        order.int32(26 + 16 + 4, other.length);
        order.int32(26 + 16 + 8, picture.length + segment.length - (at + 8));
        byte[] first = ByteSplice.with(picture, at, segment);
        byte[] file = Arrays.copyOf(first, first.length + other.length);
        System.arraycopy(other, 0, file, first.length, other.length);
        return file;
    }

    private record Order(byte[] bytes, int base, boolean little) {

        void start() {
            bytes[base] = bytes[base + 1] = (byte) (little ? 'I' : 'M');
            int16(2, 42);
            int32(4, 8);
        }

        void int16(int at, int value) {
            Bytes.putInt16(bytes, base + at, little ? Short.reverseBytes((short) value) : value);
        }

        void int32(int at, int value) {
            Bytes.putInt32(bytes, base + at, little ? Integer.reverseBytes(value) : value);
        }
    }

    static Stream<Arguments> changes() {
        UnaryOperator<byte[]> metadata = file -> ImageMetadata.write(file, RIGHTS);
        UnaryOperator<byte[]> store =
                file -> EmbeddedCredentials.reserve(file, 70_000).file();
        return Stream.of(true, false)
                .flatMap(little -> Stream.of(true, false)
                        .flatMap(behind -> Stream.of(
                                arguments("metadata", little, behind, metadata),
                                arguments("credentials", little, behind, store),
                                arguments("both", little, behind, (UnaryOperator<byte[]>)
                                        file -> store.apply(metadata.apply(file))))));
    }

    @ParameterizedTest(name = "{0}, little {1}, behind {2}")
    @MethodSource("changes")
    void theSecondPictureIsFoundAfterTheFirstGrew(
            String what, boolean little, boolean behind, UnaryOperator<byte[]> change) {
        byte[] file = file(little, behind);
        byte[] second = Arrays.copyOfRange(file, second(file, little), file.length);
        assertEquals(0xFFD8, Bytes.int16(second, 0), "the made file is right");
        byte[] changed = change.apply(file);
        assertThat(changed.length).as(what).isGreaterThan(file.length);
        assertArrayEquals(second, Arrays.copyOfRange(changed, second(changed, little), changed.length));
        assertEquals(JpegSegments.of(changed).end(), firstLength(changed, little));
    }

    @Test
    void takingCredentialsOutGivesTheBytesThatWentIn() {
        byte[] file = file(true, true);
        byte[] signed = EmbeddedCredentials.reserve(file, 9000).file();
        byte[] store = new byte[9000];
        System.arraycopy(JumbfStore.UUID, 0, store, 16, JumbfStore.UUID.length);
        var slot = EmbeddedCredentials.reserve(file, 9000);
        assertArrayEquals(signed, slot.file());
        assertArrayEquals(file, EmbeddedCredentials.strip(slot.fill(store)));
    }

    @Test
    void picturesBehindTheFirstAreNamedByTheCleaner() {
        byte[] file = file(true, true);
        assertEquals(1, MetadataPrivacy.strip(file).report().left().size());
    }
}
