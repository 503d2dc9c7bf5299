package io.countermark.container;

import io.countermark.container.MalformedImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Embedded ICC profiles as bytes: bounded, and unpacked where the container packs them. */
final class IccProfiles {

    /** Header and tag count (ICC.1:2022, 7.2 and 7.3). */
    private static final int SHORTEST = 132;

    private IccProfiles() {}

    /** The profile; empty when it is too short to be one. */
    static Optional<byte[]> bounded(byte[] profile) {
        requireBounded(profile.length);
        return profile.length < SHORTEST ? Optional.empty() : Optional.of(profile);
    }

    /** Checks a length before anything of it is copied. */
    static void requireBounded(long length) {
        if (length > ImageHeader.MAX_PROFILE_BYTES) {
            throw new MalformedImageException(
                    Reason.CORRUPT,
                    "The colour profile has more than %,d bytes".formatted(ImageHeader.MAX_PROFILE_BYTES));
        }
    }

    /** The data of a PNG iCCP chunk: name, zero, method zero, zlib stream. Empty when the stream is broken, as browsers take it. */
    static Optional<byte[]> inflated(ByteWindow iccp) {
        int nul = 0;
        while (nul < iccp.length() && iccp.u8(nul) != 0) {
            nul++;
        }
        if (nul + 2 >= iccp.length() || iccp.u8(nul + 1) != 0) {
            return Optional.empty();
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(iccp.copy(nul + 2, iccp.length() - nul - 2));
            ByteArrayOutputStream profile = new ByteArrayOutputStream();
            byte[] buffer = new byte[16 << 10];
            while (!inflater.finished()) {
                int read = inflater.inflate(buffer);
                if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return Optional.empty();
                }
                profile.write(buffer, 0, read);
                requireBounded(profile.size());
            }
            return bounded(profile.toByteArray());
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
