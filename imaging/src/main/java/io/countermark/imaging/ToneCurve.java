package io.countermark.imaging;

import java.nio.ByteBuffer;
import java.util.Optional;

/** From an encoded sample to linear light, both 0 to 1. */
@FunctionalInterface
interface ToneCurve {

    /** The curve of IEC 61966-2-1. */
    ToneCurve SRGB = v -> v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);

    double linear(double encoded);

    static ToneCurve gamma(double exponent) {
        return v -> Math.pow(v, exponent);
    }

    /** {@code curveType} and {@code parametricCurveType} (ICC.1:2022, 10.6 and 10.18). */
    static Optional<ToneCurve> parse(byte[] profile, IccProfile.Tag tag) {
        ByteBuffer body = ByteBuffer.wrap(profile, tag.offset(), tag.length()).slice();
        return switch (IccProfile.ascii(profile, tag.offset())) {
            case "curv" -> curve(body);
            case "para" -> parametric(body);
            default -> Optional.empty();
        };
    }

    private static Optional<ToneCurve> curve(ByteBuffer body) {
        int count = body.limit() < 12 ? -1 : body.getInt(8);
        if (count < 0 || 12 + 2L * count > body.limit()) {
            return Optional.empty();
        }
        if (count == 0) {
            return Optional.of(v -> v);
        }
        if (count == 1) {
            return Optional.of(gamma((body.getShort(12) & 0xFFFF) / 256.0));
        }
        double[] table = new double[count];
        for (int i = 0; i < count; i++) {
            table[i] = (body.getShort(12 + 2 * i) & 0xFFFF) / 65_535.0;
        }
        return Optional.of(v -> interpolated(table, v));
    }

    private static double interpolated(double[] table, double v) {
        double position = v * (table.length - 1);
        int index = Math.min((int) position, table.length - 2);
        double fraction = position - index;
        return table[index] * (1 - fraction) + table[index + 1] * fraction;
    }

    private static Optional<ToneCurve> parametric(ByteBuffer body) {
        int[] counts = {1, 3, 4, 5, 7};
        int type = body.limit() < 12 ? -1 : body.getShort(8);
        if (type < 0 || type >= counts.length || body.limit() < 12 + 4 * counts[type]) {
            return Optional.empty();
        }
        double[] p = new double[7];
        for (int i = 0; i < counts[type]; i++) {
            p[i] = IccProfile.fixed(body, 12 + 4 * i);
        }
        double g = p[0];
        double a = p[1];
        double b = p[2];
        double c = p[3];
        double d = p[4];
        return Optional.of(
                switch (type) {
                    case 0 -> gamma(g);
                    case 1 -> v -> v >= -b / a ? Math.pow(a * v + b, g) : 0;
                    case 2 -> v -> v >= -b / a ? Math.pow(a * v + b, g) + c : c;
                    case 3 -> v -> v >= d ? Math.pow(a * v + b, g) : c * v;
                    default -> v -> v >= d ? Math.pow(a * v + b, g) + p[5] : c * v + p[6];
                });
    }
}
