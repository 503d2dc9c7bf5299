package io.countermark.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.countermark.container.JpegSegments.Segment;
import io.countermark.container.MalformedImageException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class JpegSegmentsTest {

    /** SOI, fill byte + APP0, TEM, SOS with stuffed zero and restart, DHT between scans, second SOS, EOI, three bytes more. */
    private static final byte[] TWO_SCANS = HexFormat.of()
            .parseHex("ffd8" + "ff" + "ffe00004aabb" + "ff01" + "ffda0003cc" + "11ff00ffd022" + "ffc40003dd"
                    + "ffda0003ee" + "33" + "ffd9" + "010203");

    @Test
    void walksFillBytesStandaloneMarkersAndSeveralScans() {
        JpegSegments walked = JpegSegments.of(TWO_SCANS);
        assertThat(walked.segments())
                .containsExactly(
                        new Segment(JpegSegments.SOI, 0, 2, 0, 0),
                        new Segment(JpegSegments.APP0, 3, 7, 2, 0),
                        new Segment(JpegSegments.TEM, 9, 11, 0, 0),
                        new Segment(JpegSegments.SOS, 11, 15, 1, 6),
                        new Segment(JpegSegments.DHT, 22, 26, 1, 0),
                        new Segment(JpegSegments.SOS, 27, 31, 1, 1),
                        new Segment(JpegSegments.EOI, 33, 35, 0, 0));
        assertEquals(35, walked.end());
        assertThat(walked.complete()).isTrue();
    }

    @Test
    void aFileWithoutEndIsWalkedAndSaysSo() {
        byte[] cut = Arrays.copyOf(TWO_SCANS, 21);
        JpegSegments walked = JpegSegments.of(cut);
        assertThat(walked.complete()).isFalse();
        assertEquals(21, walked.end());
        assertEquals(5, walked.segments().getLast().dataLength());
    }

    @Test
    void refusesByReason() {
        assertReason(Reason.CORRUPT, "ffd9");
        assertReason(Reason.CORRUPT, "ffd8ffe00001");
        assertReason(Reason.TRUNCATED, "ffd8ffe000");
        assertReason(Reason.TRUNCATED, "ffd8ffe00005aa");
        assertThatThrownBy(() -> JpegSegments.of(TWO_SCANS, 3))
                .isInstanceOfSatisfying(
                        MalformedImageException.class, e -> assertEquals(Reason.TOO_MANY_CHUNKS, e.reason()));
    }

    private static void assertReason(Reason expected, String hex) {
        assertThatThrownBy(() -> JpegSegments.of(HexFormat.of().parseHex(hex)))
                .isInstanceOfSatisfying(MalformedImageException.class, e -> assertEquals(expected, e.reason()));
    }
}
