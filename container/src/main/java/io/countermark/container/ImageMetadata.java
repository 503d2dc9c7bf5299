package io.countermark.container;

import com.adobe.internal.xmp.XMPMeta;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.MalformedImageException.Reason;
import io.countermark.container.TiffEditor.Directory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rights metadata in image files: JPEG, PNG, WebP, AVIF, HEIF and TIFF. Pixel data is copied, never decoded, and whatever else
 * stands in EXIF, IIM and XMP stays. XMP carries everything; {@code Artist} and {@code Copyright} of EXIF, and in JPEG and TIFF
 * eight data sets of IIM, say the same (Metadata Working Group, Guidelines 2.0, 5).
 */
public final class ImageMetadata {

    private static final int ARTIST = 315;
    private static final int COPYRIGHT = 33_432;
    private static final int DESCRIPTION = 270;

    private ImageMetadata() {}

    static MetadataContainer container(byte[] file) {
        Kind kind = EmbeddedCredentials.kindOf(file).orElseThrow(ImageMetadata::unsupported);
        return switch (kind) {
            case JPEG -> new JpegMetadata();
            case PNG -> new PngMetadata();
            case WEBP -> new WebPMetadata();
            case TIFF -> new TiffMetadata();
            case AVIF, HEIF -> new BmffMetadata();
            case GIF, JXL, SVG -> throw unsupported();
        };
    }

    private static MalformedImageException unsupported() {
        return new MalformedImageException(
                Reason.CORRUPT, "Metadata is read and written in JPEG, PNG, WebP, AVIF, HEIF and TIFF files");
    }

    /**
     * What the file says. XMP counts first, unless IIM was changed after it by somebody who knew nothing of XMP; what XMP leaves
     * out is taken from IIM, then from EXIF.
     *
     * @throws MalformedImageException when the file or its XMP can't be followed, or it is of another format
     */
    public static RightsMetadata read(byte[] file) {
        MetadataBlocks blocks = container(file).read(file);
        RightsMetadata found =
                blocks.xmp() == null ? RightsMetadata.NONE : new RightsXmp(XmpPacket.parse(blocks.xmp())).read();
        if (blocks.iim() != null) {
            IimDataSets iim = IimDataSets.parse(blocks.iim());
            boolean newer =
                    EmbeddedCredentials.kindOf(file).filter(Kind.JPEG::equals).isPresent()
                            && JpegMetadata.iimChanged(file);
            found = joined(found, fromIim(iim), newer);
        }
        byte[] exif = blocks.exif();
        return exif == null ? found : joined(found, fromExif(exif), false);
    }

    /** What XMP says, with the fields that {@code other} has as well taken from there when XMP lacks them, or first of all. */
    private static RightsMetadata joined(RightsMetadata xmp, RightsMetadata other, boolean otherFirst) {
        RightsMetadata first = otherFirst ? other : xmp;
        RightsMetadata second = otherFirst ? xmp : other;
        return xmp.with()
                .creators(first.creators().isEmpty() ? second.creators() : first.creators())
                .copyrightNotice(or(first.copyrightNotice(), second.copyrightNotice()))
                .creditLine(or(first.creditLine(), second.creditLine()))
                .source(or(first.source(), second.source()))
                .title(or(first.title(), second.title()))
                .description(or(first.description(), second.description()))
                .keywords(first.keywords().isEmpty() ? second.keywords() : first.keywords())
                .build();
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }

    private static RightsMetadata fromIim(IimDataSets iim) {
        return RightsMetadata.NONE
                .with()
                .creators(iim.texts(IimDataSets.BY_LINE))
                .copyrightNotice(iim.text(IimDataSets.COPYRIGHT).orElse(null))
                .creditLine(iim.text(IimDataSets.CREDIT).orElse(null))
                .source(iim.text(IimDataSets.SOURCE).orElse(null))
                .title(iim.text(IimDataSets.OBJECT_NAME).orElse(null))
                .description(iim.text(IimDataSets.CAPTION).orElse(null))
                .keywords(iim.texts(IimDataSets.KEYWORDS))
                .build();
    }

    /** An EXIF block that can't be read says nothing: a picture is not refused for what a camera wrote beside it. */
    private static RightsMetadata fromExif(byte[] exif) {
        try {
            TiffEditor editor = TiffEditor.ofExif(exif);
            Directory first = editor.chain().getFirst();
            return RightsMetadata.NONE
                    .with()
                    .creators(ascii(editor, first, ARTIST)
                            .map(text -> Arrays.stream(text.split(";"))
                                    .map(String::strip)
                                    .toList())
                            .orElse(List.of()))
                    .copyrightNotice(ascii(editor, first, COPYRIGHT).orElse(null))
                    .description(ascii(editor, first, DESCRIPTION).orElse(null))
                    .build();
        } catch (MalformedImageException e) {
            return RightsMetadata.NONE;
        }
    }

    /** Up to the first zero; blank when that is all. */
    private static Optional<String> ascii(TiffEditor editor, Directory directory, int tag) {
        return editor.value(directory, tag).map(bytes -> {
            int end = 0;
            while (end < bytes.length && bytes[end] != 0) {
                end++;
            }
            return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
        });
    }

    /**
     * A copy of the file that says exactly {@code rights}; a field that is null or empty is taken out. Everything else stays as
     * it is, but credentials in the file do not hold any longer: sign after writing.
     *
     * @throws MalformedImageException when the file, or a block that has to be changed, can't be followed, when a block does not
     *     fit, or the file is of another format
     */
    public static byte[] write(byte[] file, RightsMetadata rights) {
        MetadataContainer container = container(file);
        MetadataBlocks old = container.read(file);
        XMPMeta meta = old.xmp() == null ? XmpPacket.empty() : XmpPacket.parse(old.xmp());
        new RightsXmp(meta).write(rights);
        byte[] iim = null;
        if (container.carriesIim()) {
            IimDataSets sets = old.iim() == null ? IimDataSets.empty() : IimDataSets.parse(old.iim());
            toIim(sets, rights);
            byte[] encoded = sets.encode();
            iim = old.iim() == null && encoded.length == 0 ? null : encoded;
        }
        return container.write(
                file, new MetadataBlocks(toExif(container, old.exif(), rights), iim, XmpPacket.serialise(meta)));
    }

    private static void toIim(IimDataSets sets, RightsMetadata rights) {
        sets.put(IimDataSets.BY_LINE, rights.creators(), 32);
        sets.put(IimDataSets.COPYRIGHT, one(rights.copyrightNotice()), 128);
        sets.put(IimDataSets.CREDIT, one(rights.creditLine()), 32);
        sets.put(IimDataSets.SOURCE, one(rights.source()), 32);
        sets.put(IimDataSets.OBJECT_NAME, one(rights.title()), 64);
        sets.put(IimDataSets.CAPTION, one(rights.description()), 2000);
        sets.put(IimDataSets.KEYWORDS, rights.keywords(), 64);
    }

    private static List<String> one(@Nullable String text) {
        return text == null ? List.of() : List.of(text);
    }

    private static byte @Nullable [] toExif(
            MetadataContainer container, byte @Nullable [] exif, RightsMetadata rights) {
        boolean says = !rights.creators().isEmpty() || rights.copyrightNotice() != null || rights.description() != null;
        if (exif == null && !says) {
            return null;
        }
        TiffEditor editor = exif == null
                ? TiffEditor.empty()
                : container.isTiff() ? TiffEditor.ofFile(exif) : TiffEditor.ofExif(exif);
        put(editor, ARTIST, String.join("; ", rights.creators()));
        put(editor, COPYRIGHT, rights.copyrightNotice());
        put(editor, DESCRIPTION, rights.description());
        return editor.bytes();
    }

    private static void put(TiffEditor editor, int tag, @Nullable String text) {
        Directory first = editor.chain().getFirst();
        if (text == null || text.isEmpty()) {
            editor.remove(first, tag);
        } else if (!ascii(editor, first, tag).filter(text::equals).isPresent()) {
            editor.set(tag, TiffEditor.ASCII, (text + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }
}
