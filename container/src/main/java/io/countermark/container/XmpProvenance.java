package io.countermark.container;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** The URL of an external manifest in an XMP packet: {@code dcterms:provenance} (C2PA 2.4, 11.5). */
final class XmpProvenance {

    private static final String DCTERMS = "http://purl.org/dc/terms/";
    private static final int MAX_PACKET = 4 * 1024 * 1024;
    private static final XMLInputFactory XML = factory();

    private XmpProvenance() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /** Null when the packet names none, is no XML, is longer than 4 MiB, or the value is a JUMBF URI of this file. */
    static @Nullable String of(byte[] file, ByteRange packet) {
        int length = trimmedLength(file, packet);
        if (length <= 0 || length > MAX_PACKET || !Bytes.isUtf8(file, packet.start(), length)) {
            return null;
        }
        try {
            XMLStreamReader reader =
                    XML.createXMLStreamReader(new ByteArrayInputStream(file, packet.start(), length), "UTF-8");
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    String value = provenance(reader);
                    if (value != null) {
                        return value.startsWith("self#") ? null : value;
                    }
                }
            }
            return null;
        } catch (XMLStreamException e) {
            return null;
        }
    }

    private static @Nullable String provenance(XMLStreamReader reader) throws XMLStreamException {
        String attribute = reader.getAttributeValue(DCTERMS, "provenance");
        if (attribute != null) {
            return attribute;
        }
        if (!DCTERMS.equals(reader.getNamespaceURI()) || !"provenance".equals(reader.getLocalName())) {
            return null;
        }
        String resource = reader.getAttributeValue("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "resource");
        return resource != null ? resource : reader.getElementText().strip();
    }

    /** Writers pad packets with zero bytes, which XML forbids. */
    private static int trimmedLength(byte[] file, ByteRange packet) {
        int end = packet.end();
        while (end > packet.start() && file[end - 1] == 0) {
            end--;
        }
        return end - packet.start();
    }
}
