package io.countermark.container;

import io.countermark.container.HeifItems.AuxiliaryType;
import io.countermark.container.HeifItems.CleanAperture;
import io.countermark.container.HeifItems.CodePoints;
import io.countermark.container.HeifItems.Configuration;
import io.countermark.container.HeifItems.Fraction;
import io.countermark.container.HeifItems.Mirror;
import io.countermark.container.HeifItems.PixelInformation;
import io.countermark.container.HeifItems.Profile;
import io.countermark.container.HeifItems.Property;
import io.countermark.container.HeifItems.Rotation;
import io.countermark.container.HeifItems.Size;
import io.countermark.container.HeifItems.Unknown;
import io.countermark.container.ImageHeader.Cicp;
import java.util.ArrayList;
import java.util.List;

/** Reads item properties: ISO/IEC 23008-12 section 6.5, ISO/IEC 14496-12 section 12.1.5 (colr). */
final class HeifProperties {

    /** A decoder configuration is some hundred bytes of parameter sets. */
    private static final int MAX_CONFIGURATION_BYTES = 64 << 10;

    private HeifProperties() {}

    static Property read(String type, ByteWindow box, boolean essential) {
        return switch (type) {
            case "ispe" -> new Size(box.u32be(4), box.u32be(8));
            case "irot" -> new Rotation(box.u8(0) & 3);
            // The 2022 text of 6.5.12: 0 exchanges top and bottom, 1 left and right. Older texts read the other way
            // round.
            case "imir" -> new Mirror((box.u8(0) & 1) == 0);
            case "clap" -> new CleanAperture(fraction(box, 0), fraction(box, 8), fraction(box, 16), fraction(box, 24));
            case "hvcC", "av1C" ->
                box.length() > MAX_CONFIGURATION_BYTES ? new Unknown(type, true) : new Configuration(type, box.copy());
            case "auxC" -> new AuxiliaryType(text(box));
            case "pixi" -> pixelInformation(box);
            case "colr" -> colour(box, essential);
            default -> new Unknown(type, essential);
        };
    }

    private static Fraction fraction(ByteWindow box, int at) {
        return new Fraction((int) box.u32be(at), (int) box.u32be(at + 4));
    }

    private static String text(ByteWindow box) {
        int end = 4;
        while (end < box.length() && box.u8(end) != 0) {
            end++;
        }
        return box.ascii(4, end - 4);
    }

    private static PixelInformation pixelInformation(ByteWindow box) {
        List<Integer> bits = new ArrayList<>();
        for (int i = 0; i < box.u8(4); i++) {
            bits.add(box.u8(5 + i));
        }
        return new PixelInformation(List.copyOf(bits));
    }

    private static Property colour(ByteWindow box, boolean essential) {
        return switch (box.ascii(0, 4)) {
            case "prof", "rICC" -> {
                IccProfiles.requireBounded(box.length() - 4);
                yield new Profile(box.copy(4, box.length() - 4));
            }
            case "nclx" -> new CodePoints(new Cicp(box.u16be(4), box.u16be(6), box.u16be(8), (box.u8(10) & 0x80) != 0));
            default -> new Unknown("colr", essential);
        };
    }
}
