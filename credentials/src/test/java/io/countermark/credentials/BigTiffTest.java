package io.countermark.credentials;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.countermark.container.EmbeddedCredentials;
import io.countermark.container.ImageMetadata;
import io.countermark.container.MalformedImageException;
import io.countermark.credentials.ValidationReport.State;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF with offsets of eight bytes: credentials are written and read, metadata is refused rather than misread. */
class BigTiffTest {

    private final ManifestValidator validator = new ManifestValidator(List.of(Samples.AUTHORITY.root()), List.of());
    private final ManifestSigner signer = new ManifestSigner(Samples.CREDENTIAL, validator);

    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void isSignedReadAndStripped(String order) {
        byte[] file = bigTiff(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        byte[] signed = signer.sign(file, Samples.marked("big")).file();
        byte[] twice = signer.sign(signed, Samples.marked("again")).file();

        assertEquals(State.TRUSTED, validator.validate(signed, Samples.NOW).state());
        assertEquals(State.TRUSTED, validator.validate(twice, Samples.NOW).state());
        assertArrayEquals(file, EmbeddedCredentials.strip(signed));
        signed[200] ^= 1;
        assertEquals(State.INVALID, validator.validate(signed, Samples.NOW).state());
        assertThrows(MalformedImageException.class, () -> ImageMetadata.read(file));
    }

    /** Eight by eight grey points in one strip behind the directory. */
    private static byte[] bigTiff(ByteOrder order) {
        ByteBuffer file = ByteBuffer.allocate(16 + 8 + 7 * 20 + 8 + 64 + 4).order(order);
        file.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
        file.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M'));
        file.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(16);
        int[][] entries = {{256, 8}, {257, 8}, {258, 8}, {259, 1}, {262, 1}, {273, 172}, {279, 64}};
        file.putLong(entries.length);
        for (int[] entry : entries) {
            file.putShort((short) entry[0]).putShort((short) 16).putLong(1).putLong(entry[1]);
        }
        file.putLong(0);
        while (file.hasRemaining()) {
            file.put((byte) file.position());
        }
        return file.array();
    }
}
