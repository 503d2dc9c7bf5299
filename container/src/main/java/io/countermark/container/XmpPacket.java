package io.countermark.container;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.XMPUtils;
import com.adobe.internal.xmp.options.ParseOptions;
import com.adobe.internal.xmp.options.SerializeOptions;
import io.countermark.container.MalformedImageException.Reason;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XMP packets (ISO 16684-1) by Adobe's XMP Core. Every packet is first walked by a pull parser without DTD and external
 * entities, so that the model is only built from one whose size, depth and number of elements are bounded.
 */
final class XmpPacket {

    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final int MAX_ELEMENTS = 50_000;
    private static final int MAX_DEPTH = 64;
    private static final String NOTE = "http://ns.adobe.com/xmp/note/";
    private static final XMLInputFactory XML = factory();

    /** @param digest MD5 of {@code extended}, hexadecimal */
    record Split(byte[] standard, byte[] extended, String digest) {}

    private XmpPacket() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static XMPMeta empty() {
        return XMPMetaFactory.create();
    }

    /** @throws MalformedImageException CORRUPT, TOO_LARGE or TOO_MANY_CHUNKS */
    static XMPMeta parse(byte[] packet) {
        String text = text(packet);
        requireBounded(text);
        try {
            return XMPMetaFactory.parseFromString(text, new ParseOptions().setDisallowDoctype(true));
        } catch (XMPException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP packet can't be read: " + e.getMessage());
        } catch (RuntimeException e) {
            // XMP Core answers some well-formed XML that is no RDF with exceptions of its collections.
            throw new MalformedImageException(Reason.CORRUPT, "The XMP packet can't be read");
        }
    }

    /**
     * UTF-8, or UTF-16 as told by a byte order mark or the first sign; strict, since XML parsers that meet anything else print to
     * standard error. Writers pad packets with zero bytes, which XML forbids.
     */
    private static String text(byte[] packet) {
        if (packet.length > MAX_BYTES) {
            throw new MalformedImageException(Reason.TOO_LARGE, "An XMP packet of more than " + MAX_BYTES + " bytes");
        }
        int first = packet.length < 2 ? 0 : Bytes.int16(packet, 0);
        Charset charset = first == 0xFEFF || (first > 0 && first <= 0xFF)
                ? StandardCharsets.UTF_16BE
                : first == 0xFFFE || (first & 0xFF) == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(packet)).toString();
            int from = text.startsWith("\uFEFF") ? 1 : 0;
            int end = text.length();
            while (end > from && text.charAt(end - 1) == 0) {
                end--;
            }
            return text.substring(from, end);
        } catch (CharacterCodingException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP packet is neither UTF-8 nor UTF-16");
        }
    }

    private static void requireBounded(String packet) {
        int elements = 0;
        int depth = 0;
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(packet));
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new MalformedImageException(Reason.CORRUPT, "The XMP packet has a document type");
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    elements += 1 + reader.getAttributeCount();
                    depth++;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
                if (elements > MAX_ELEMENTS || depth > MAX_DEPTH) {
                    throw new MalformedImageException(
                            Reason.TOO_MANY_CHUNKS, "An XMP packet of too many elements, or nested too deep");
                }
            }
        } catch (XMLStreamException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP packet is no XML");
        }
    }

    /** A writable packet in UTF-8. */
    static byte[] serialise(XMPMeta meta) {
        try {
            SerializeOptions options =
                    new SerializeOptions().setUseCompactFormat(true).setPadding(256);
            return XMPMetaFactory.serializeToBuffer(meta, options);
        } catch (XMPException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP can't be written: " + e.getMessage());
        }
    }

    static Optional<String> extensionDigest(XMPMeta meta) {
        try {
            return Optional.ofNullable(meta.getPropertyString(NOTE, "HasExtendedXMP"));
        } catch (XMPException e) {
            return Optional.empty();
        }
    }

    /** The properties of both; the note that there is an extension goes. */
    static XMPMeta merged(XMPMeta standard, XMPMeta extension) {
        try {
            XMPUtils.mergeFromJPEG(standard, extension);
            standard.deleteProperty(NOTE, "HasExtendedXMP");
            return standard;
        } catch (XMPException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The extended XMP can't be read: " + e.getMessage());
        }
    }

    /** A packet that fits a JPEG segment, and the rest. */
    static Split split(XMPMeta meta) {
        StringBuilder standard = new StringBuilder();
        StringBuilder extended = new StringBuilder();
        StringBuilder digest = new StringBuilder();
        try {
            XMPUtils.packageForJPEG(meta, standard, extended, digest);
        } catch (XMPException | NoSuchAlgorithmException e) {
            throw new MalformedImageException(
                    Reason.TOO_LARGE, "The XMP does not fit into a JPEG file: " + e.getMessage());
        }
        return new Split(
                standard.toString().getBytes(StandardCharsets.UTF_8),
                extended.toString().getBytes(StandardCharsets.UTF_8),
                digest.toString());
    }
}
