package io.countermark.container;

import com.adobe.internal.xmp.XMPException;
import com.adobe.internal.xmp.XMPMeta;
import com.adobe.internal.xmp.XMPMetaFactory;
import com.adobe.internal.xmp.XMPSchemaRegistry;
import com.adobe.internal.xmp.options.PropertyOptions;
import com.adobe.internal.xmp.properties.XMPProperty;
import io.countermark.container.MalformedImageException.Reason;
import io.countermark.container.RightsMetadata.DataMining;
import io.countermark.container.RightsMetadata.Licensor;
import io.countermark.container.RightsMetadata.Owner;
import io.countermark.container.RightsMetadata.RegistryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rights metadata as XMP properties (IPTC Photo Metadata Standard 2025.1, appendix; PLUS 2.0.1). A property is only written when its
 * value differs, so that what others keep in it (more languages, more fields of a licensor) stays.
 */
final class RightsXmp {

    private static final String DC = "http://purl.org/dc/elements/1.1/";
    private static final String RIGHTS = "http://ns.adobe.com/xap/1.0/rights/";
    private static final String PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/";
    private static final String PLUS = "http://ns.useplus.org/ldf/xmp/1.0/";
    private static final String EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
    private static final String DEFAULT_LANGUAGE = "x-default";
    private static final int MAX_ITEMS = 1000;

    static {
        XMPSchemaRegistry registry = XMPMetaFactory.getSchemaRegistry();
        try {
            registry.registerNamespace(PLUS, "plus");
            registry.registerNamespace(EXTENSION, "Iptc4xmpExt");
        } catch (XMPException e) {
            throw new IllegalStateException("Names that XMP allows", e);
        }
    }

    private final XMPMeta meta;

    RightsXmp(XMPMeta meta) {
        this.meta = meta;
    }

    RightsMetadata read() {
        try {
            return new RightsMetadata(
                    items(DC, "creator"),
                    localised(DC, "rights"),
                    text(PHOTOSHOP, "Credit"),
                    text(PHOTOSHOP, "Source"),
                    text(RIGHTS, "WebStatement"),
                    localised(RIGHTS, "UsageTerms"),
                    flag(text(RIGHTS, "Marked")),
                    structs(
                            PLUS,
                            "CopyrightOwner",
                            at -> new Owner(
                                    field(at, PLUS, "CopyrightOwnerID"), field(at, PLUS, "CopyrightOwnerName"))),
                    structs(
                            PLUS,
                            "Licensor",
                            at -> new Licensor(
                                    field(at, PLUS, "LicensorName"),
                                    field(at, PLUS, "LicensorURL"),
                                    field(at, PLUS, "LicensorEmail"))),
                    mining(text(PLUS, "DataMining")),
                    localised(PLUS, "OtherConstraints"),
                    text(EXTENSION, "DigitalSourceType"),
                    text(EXTENSION, "DigImageGUID"),
                    text(PLUS, "ImageSupplierImageID"),
                    structs(
                            EXTENSION,
                            "RegistryId",
                            at -> new RegistryId(field(at, EXTENSION, "RegOrgId"), field(at, EXTENSION, "RegItemId"))),
                    localised(DC, "title"),
                    localised(DC, "description"),
                    items(DC, "subject"));
        } catch (XMPException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP can't be read: " + e.getMessage());
        }
    }

    private static @Nullable Boolean flag(@Nullable String text) {
        return text == null ? null : text.equalsIgnoreCase("true");
    }

    private static @Nullable DataMining mining(@Nullable String text) {
        return text == null ? null : DataMining.of(text).orElse(null);
    }

    private @Nullable String text(String schema, String name) throws XMPException {
        XMPProperty property = meta.getProperty(schema, name);
        return property == null || !property.getOptions().isSimple() ? null : property.getValue();
    }

    /** A language alternative; some writers leave a plain text there. */
    private @Nullable String localised(String schema, String name) throws XMPException {
        XMPProperty property = meta.getProperty(schema, name);
        if (property == null) {
            return null;
        }
        if (property.getOptions().isSimple()) {
            return property.getValue();
        }
        XMPProperty text = property.getOptions().isArrayAltText()
                ? meta.getLocalizedText(schema, name, null, DEFAULT_LANGUAGE)
                : property.getOptions().isArray() && meta.countArrayItems(schema, name) > 0
                        ? meta.getArrayItem(schema, name, 1)
                        : null;
        return text == null ? null : text.getValue();
    }

    private int count(String schema, String name) throws XMPException {
        XMPProperty property = meta.getProperty(schema, name);
        return property == null || !property.getOptions().isArray()
                ? 0
                : Math.min(MAX_ITEMS, meta.countArrayItems(schema, name));
    }

    private List<String> items(String schema, String name) throws XMPException {
        List<String> found = new ArrayList<>();
        for (int i = 1; i <= count(schema, name); i++) {
            XMPProperty item = meta.getArrayItem(schema, name, i);
            if (item != null && item.getValue() != null) {
                found.add(item.getValue());
            }
        }
        String plain = text(schema, name);
        return found.isEmpty() && plain != null ? List.of(plain) : found;
    }

    private <T> List<T> structs(String schema, String name, Function<String, T> read) throws XMPException {
        List<T> found = new ArrayList<>();
        for (int i = 1; i <= count(schema, name); i++) {
            found.add(read.apply(schema + "\0" + name + "[" + i + "]"));
        }
        return found;
    }

    private @Nullable String field(String at, String schema, String name) {
        int split = at.indexOf('\0');
        try {
            XMPProperty field = meta.getStructField(at.substring(0, split), at.substring(split + 1), schema, name);
            return field == null ? null : field.getValue();
        } catch (XMPException e) {
            return null;
        }
    }

    void write(RightsMetadata wanted) {
        RightsMetadata now = read();
        try {
            putItems(DC, "creator", now.creators(), wanted.creators(), true);
            putItems(DC, "subject", now.keywords(), wanted.keywords(), false);
            putLocalised(DC, "rights", now.copyrightNotice(), wanted.copyrightNotice());
            putLocalised(DC, "title", now.title(), wanted.title());
            putLocalised(DC, "description", now.description(), wanted.description());
            putLocalised(RIGHTS, "UsageTerms", now.usageTerms(), wanted.usageTerms());
            putLocalised(PLUS, "OtherConstraints", now.otherConstraints(), wanted.otherConstraints());
            put(PHOTOSHOP, "Credit", now.creditLine(), wanted.creditLine());
            put(PHOTOSHOP, "Source", now.source(), wanted.source());
            put(RIGHTS, "WebStatement", now.webStatement(), wanted.webStatement());
            put(RIGHTS, "Marked", xmp(now.marked()), xmp(wanted.marked()));
            put(PLUS, "DataMining", uri(now.dataMining()), uri(wanted.dataMining()));
            put(EXTENSION, "DigitalSourceType", now.digitalSourceType(), wanted.digitalSourceType());
            put(EXTENSION, "DigImageGUID", now.imageGuid(), wanted.imageGuid());
            put(PLUS, "ImageSupplierImageID", now.supplierImageId(), wanted.supplierImageId());
            putStructs(now, wanted);
        } catch (XMPException e) {
            throw new MalformedImageException(Reason.CORRUPT, "The XMP can't be changed: " + e.getMessage());
        }
    }

    private void putStructs(RightsMetadata now, RightsMetadata wanted) throws XMPException {
        if (!now.copyrightOwners().equals(wanted.copyrightOwners())) {
            renew(PLUS, "CopyrightOwner", true, wanted.copyrightOwners(), (at, owner) -> {
                putField(PLUS, at, PLUS, "CopyrightOwnerID", owner.id());
                putField(PLUS, at, PLUS, "CopyrightOwnerName", owner.name());
            });
        }
        if (!now.licensors().equals(wanted.licensors())) {
            renew(PLUS, "Licensor", true, wanted.licensors(), (at, licensor) -> {
                putField(PLUS, at, PLUS, "LicensorName", licensor.name());
                putField(PLUS, at, PLUS, "LicensorURL", licensor.url());
                putField(PLUS, at, PLUS, "LicensorEmail", licensor.email());
            });
        }
        if (!now.registryIds().equals(wanted.registryIds())) {
            renew(EXTENSION, "RegistryId", false, wanted.registryIds(), (at, id) -> {
                putField(EXTENSION, at, EXTENSION, "RegOrgId", id.organisation());
                putField(EXTENSION, at, EXTENSION, "RegItemId", id.item());
            });
        }
    }

    private static @Nullable String xmp(@Nullable Boolean flag) {
        return flag == null ? null : flag ? "True" : "False";
    }

    private static @Nullable String uri(@Nullable DataMining mining) {
        return mining == null ? null : mining.uri();
    }

    private void put(String schema, String name, @Nullable String now, @Nullable String wanted) throws XMPException {
        if (!Objects.equals(now, wanted)) {
            meta.deleteProperty(schema, name);
            if (wanted != null) {
                meta.setProperty(schema, name, wanted);
            }
        }
    }

    private void putLocalised(String schema, String name, @Nullable String now, @Nullable String wanted)
            throws XMPException {
        if (Objects.equals(now, wanted)) {
            return;
        }
        XMPProperty property = meta.getProperty(schema, name);
        if (wanted == null || (property != null && !property.getOptions().isArrayAltText())) {
            meta.deleteProperty(schema, name);
        }
        if (wanted != null) {
            meta.setLocalizedText(schema, name, null, DEFAULT_LANGUAGE, wanted);
        }
    }

    private void putItems(String schema, String name, List<String> now, List<String> wanted, boolean ordered)
            throws XMPException {
        if (now.equals(wanted)) {
            return;
        }
        meta.deleteProperty(schema, name);
        PropertyOptions kind = array(ordered);
        for (String item : wanted) {
            meta.appendArrayItem(schema, name, kind, item, null);
        }
    }

    private static PropertyOptions array(boolean ordered) {
        PropertyOptions options = new PropertyOptions().setArray(true);
        return ordered ? options.setArrayOrdered(true) : options;
    }

    /** Writes one struct. */
    @FunctionalInterface
    private interface StructWriter<T> {
        void write(String at, T value) throws XMPException;
    }

    private <T> void renew(String schema, String name, boolean ordered, List<T> values, StructWriter<T> writer)
            throws XMPException {
        meta.deleteProperty(schema, name);
        int index = 0;
        for (T value : values) {
            meta.appendArrayItem(schema, name, array(ordered), null, new PropertyOptions().setStruct(true));
            writer.write(name + "[" + ++index + "]", value);
        }
    }

    private void putField(String schema, String at, String fieldSchema, String name, @Nullable String value)
            throws XMPException {
        if (value != null && !value.isBlank()) {
            meta.setStructField(schema, at, fieldSchema, name, value);
        }
    }
}
