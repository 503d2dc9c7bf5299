package io.countermark.container;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPIterator;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.properties.XMPPropertyInfo;
import io.countermark.container.EmbeddedCredentials.Kind;
import io.countermark.container.MalformedImageException.Reason;
import io.countermark.container.PrivacyReport.Removed;
import io.countermark.container.TiffEditor.Directory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what a picture tells about its owner without their knowing: where it was taken, the camera's serial numbers, its owner's
 * name, previews that may show what was cropped, and maker notes. Rights metadata, orientation and colour stay.
 */
public final class MetadataPrivacy {

    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int GPS_DIRECTORY = 0x8825;
    private static final int THUMBNAIL_OFFSET = 0x0201;
    private static final int THUMBNAIL_LENGTH = 0x0202;
    private static final int MAX_XMP_PROPERTIES = 100_000;

    private static final Map<Integer, Removed> TAGS = tags();

    /** @param file without what {@code report} names */
    public record Stripped(byte[] file, PrivacyReport report) {}

    private final List<Removed> removed = new ArrayList<>();

    private MetadataPrivacy() {}

    private static Map<Integer, Removed> tags() {
        Map<Integer, Removed> tags = new LinkedHashMap<>();
        tags.put(0x927C, new Removed(PrivacyReport.Reason.MAKER_NOTE, "EXIF MakerNote"));
        tags.put(0xC634, new Removed(PrivacyReport.Reason.MAKER_NOTE, "EXIF DNGPrivateData"));
        tags.put(0xA430, new Removed(PrivacyReport.Reason.OWNER, "EXIF CameraOwnerName"));
        tags.put(0xA431, new Removed(PrivacyReport.Reason.SERIAL_NUMBER, "EXIF BodySerialNumber"));
        tags.put(0xA435, new Removed(PrivacyReport.Reason.SERIAL_NUMBER, "EXIF LensSerialNumber"));
        tags.put(0xC62F, new Removed(PrivacyReport.Reason.SERIAL_NUMBER, "EXIF CameraSerialNumber"));
        tags.put(0xA420, new Removed(PrivacyReport.Reason.SERIAL_NUMBER, "EXIF ImageUniqueID"));
        return tags;
    }

    /**
     * @throws MalformedImageException when the file or one of its blocks can't be followed: what can't be read can't be
     *     cleaned
     */
    public static Stripped strip(byte[] file) {
        return new MetadataPrivacy().run(file);
    }

    private Stripped run(byte[] file) {
        MetadataContainer container = ImageMetadata.container(file);
        MetadataBlocks old = container.read(file);
        byte[] exif = old.exif() == null ? null : cleanExif(old.exif(), container.isTiff());
        byte[] iim = old.iim() == null ? null : cleanIim(old.iim());
        byte[] xmp = old.xmp() == null ? null : cleanXmp(old.xmp());
        byte[] cleaned = container.write(file, new MetadataBlocks(exif, iim, xmp));
        cleaned = container.withoutPreviews(cleaned, removed);
        Kind kind = EmbeddedCredentials.kindOf(file).orElseThrow();
        List<Removed> left = switch (kind) {
            case AVIF, HEIF -> BmffMetadata.previewsLeft(cleaned);
            case TIFF -> TiffMetadata.previewsLeft(cleaned);
            case JPEG -> JpegMetadata.previewsLeft(cleaned);
            case PNG, WEBP, GIF, JXL, SVG -> List.of();
        };
        return new Stripped(cleaned, new PrivacyReport(removed, left));
    }

    /** Null when nothing had to go. */
    private byte @Nullable [] cleanExif(byte[] block, boolean wholeFile) {
        int before = removed.size();
        TiffEditor editor = wholeFile ? TiffEditor.ofFile(block) : TiffEditor.ofExif(block);
        if (!wholeFile) {
            dropThumbnail(editor);
        }
        int directories = editor.chain().size();
        for (int i = 0; i < directories; i++) {
            Directory directory = editor.chain().get(i);
            editor.sub(directory, GPS_DIRECTORY).ifPresent(editor::erase);
            directory = editor.chain().get(i);
            if (editor.remove(directory, GPS_DIRECTORY)) {
                removed.add(new Removed(PrivacyReport.Reason.LOCATION, "EXIF GPS"));
                directory = editor.chain().get(i);
            }
            for (Map.Entry<Integer, Removed> tag : TAGS.entrySet()) {
                boolean found = editor.remove(directory, tag.getKey());
                directory = found ? editor.chain().get(i) : directory;
                Optional<Directory> exif = editor.sub(directory, EXIF_DIRECTORY);
                found |= exif.isPresent() && editor.remove(exif.get(), tag.getKey());
                if (found) {
                    removed.add(tag.getValue());
                }
            }
        }
        return removed.size() == before ? null : editor.bytes();
    }

    private void dropThumbnail(TiffEditor editor) {
        List<Directory> chain = editor.chain();
        if (chain.size() < 2) {
            return;
        }
        editor.endChainAfter(chain.getFirst());
        for (Directory directory : chain.subList(1, chain.size())) {
            long start = editor.number(directory, THUMBNAIL_OFFSET).orElse(0L);
            long length = editor.number(directory, THUMBNAIL_LENGTH).orElse(0L);
            if (start > 0 && start + length <= editor.length()) {
                editor.zero(new ByteRange((int) start, (int) length));
            }
            editor.erase(directory);
        }
        removed.add(new Removed(PrivacyReport.Reason.PREVIEW, "EXIF thumbnail"));
    }

    private byte @Nullable [] cleanIim(byte[] block) {
        IimDataSets sets = IimDataSets.parse(block);
        if (!sets.remove(IimDataSets.PREVIEW)) {
            return null;
        }
        removed.add(new Removed(PrivacyReport.Reason.PREVIEW, "IIM preview"));
        return sets.encode();
    }

    private byte @Nullable [] cleanXmp(byte[] packet) {
        XMPMeta meta = XmpPacket.parse(packet);
        record Found(String schema, String path) {}
        List<Found> found = new ArrayList<>();
        try {
            XMPIterator properties = meta.iterator();
            for (int i = 0; properties.hasNext() && i < MAX_XMP_PROPERTIES; i++) {
                XMPPropertyInfo property = (XMPPropertyInfo) properties.next();
                String path = property.getPath();
                Optional<PrivacyReport.Reason> reason = path == null ? Optional.empty() : reason(leaf(path));
                if (reason.isPresent()) {
                    found.add(new Found(property.getNamespace(), path));
                    removed.add(new Removed(reason.get(), "XMP " + name(path)));
                    properties.skipSubtree();
                }
            }
            for (Found property : found.reversed()) {
                String schema = rootSchema(property.schema(), property.path());
                meta.deleteProperty(schema, property.path());
            }
        } catch (XMPException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP can't be cleaned: " + e.getMessage());
        }
        return found.isEmpty() ? null : XmpPacket.serialise(meta);
    }

    /** A path is resolved from its first step, which may belong to another schema than its last. */
    private static String rootSchema(String schema, String path) {
        int colon = path.indexOf(':');
        String uri = colon < 0 ? null : XMPMetaFactory.getSchemaRegistry().getNamespaceURI(path.substring(0, colon));
        return uri == null ? schema : uri;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replaceAll("\\[.*", "");
    }

    private static String leaf(String path) {
        String name = name(path);
        return name.substring(name.indexOf(':') + 1).toLowerCase(Locale.ROOT);
    }

    /** By name, in whatever schema: makers of phones and drones have their own. */
    private static Optional<PrivacyReport.Reason> reason(String leaf) {
        if (leaf.contains("gps") || leaf.equals("latitude") || leaf.equals("longitude")) {
            return Optional.of(PrivacyReport.Reason.LOCATION);
        }
        if (leaf.contains("serialnumber") || leaf.equals("imageuniqueid")) {
            return Optional.of(PrivacyReport.Reason.SERIAL_NUMBER);
        }
        if (leaf.equals("cameraownername") || leaf.equals("ownername")) {
            return Optional.of(PrivacyReport.Reason.OWNER);
        }
        if (leaf.equals("thumbnails")) {
            return Optional.of(PrivacyReport.Reason.PREVIEW);
        }
        return leaf.equals("makernote") ? Optional.of(PrivacyReport.Reason.MAKER_NOTE) : Optional.empty();
    }
}
