package io.countermark.container;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a picture says about its rights: the rights part of the IPTC Photo Metadata Standard 2025.1 with PLUS 2.0.1. Texts are those
 * of the default language.
 *
 * @param creators            {@code dc:creator}, in order
 * @param copyrightNotice     {@code dc:rights}
 * @param creditLine          {@code photoshop:Credit}
 * @param source              {@code photoshop:Source}
 * @param webStatement        {@code xmpRights:WebStatement}, the page on which the rights are stated; Google's Licensable badge
 * @param usageTerms          {@code xmpRights:UsageTerms}
 * @param marked              {@code xmpRights:Marked}: protected by copyright or not
 * @param copyrightOwners     {@code plus:CopyrightOwner}
 * @param licensors           {@code plus:Licensor}
 * @param dataMining          {@code plus:DataMining}
 * @param otherConstraints    {@code plus:OtherConstraints}
 * @param digitalSourceType   {@code Iptc4xmpExt:DigitalSourceType}, a URI of IPTC's NewsCodes
 * @param imageGuid           {@code Iptc4xmpExt:DigImageGUID}
 * @param supplierImageId     {@code plus:ImageSupplierImageID}
 * @param registryIds         {@code Iptc4xmpExt:RegistryId}
 * @param title               {@code dc:title}
 * @param description         {@code dc:description}
 * @param keywords            {@code dc:subject}
 */
public record RightsMetadata(
        List<String> creators,
        @Nullable String copyrightNotice,
        @Nullable String creditLine,
        @Nullable String source,
        @Nullable String webStatement,
        @Nullable String usageTerms,
        @Nullable Boolean marked,
        List<Owner> copyrightOwners,
        List<Licensor> licensors,
        @Nullable DataMining dataMining,
        @Nullable String otherConstraints,
        @Nullable String digitalSourceType,
        @Nullable String imageGuid,
        @Nullable String supplierImageId,
        List<RegistryId> registryIds,
        @Nullable String title,
        @Nullable String description,
        List<String> keywords) {

    public static final RightsMetadata NONE = new RightsMetadata(
            List.of(), null, null, null, null, null, null, List.of(), List.of(), null, null, null, null, null,
            List.of(), null, null, List.of());

    /** A copyright owner. */
    public record Owner(@Nullable String id, @Nullable String name) {}

    /** Who grants licences. */
    public record Licensor(
            @Nullable String name,
            @Nullable String url,
            @Nullable String email) {}

    /** An entry in a register of pictures. */
    public record RegistryId(
            @Nullable String organisation, @Nullable String item) {}

    /** May machines learn from the picture? The vocabulary of PLUS. */
    public enum DataMining {
        UNSPECIFIED("DMI-UNSPECIFIED"),
        ALLOWED("DMI-ALLOWED"),
        PROHIBITED_AIML_TRAINING("DMI-PROHIBITED-AIMLTRAINING"),
        PROHIBITED_GENAIML_TRAINING("DMI-PROHIBITED-GENAIMLTRAINING"),
        PROHIBITED_EXCEPT_SEARCH_ENGINE_INDEXING("DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING"),
        PROHIBITED("DMI-PROHIBITED"),
        PROHIBITED_SEE_CONSTRAINT("DMI-PROHIBITED-SEECONSTRAINT"),
        PROHIBITED_SEE_EMBEDDED_RIGHTS("DMI-PROHIBITED-SEEEMBEDDEDRIGHTSEXPR"),
        PROHIBITED_SEE_LINKED_RIGHTS("DMI-PROHIBITED-SEELINKEDRIGHTSEXPR");

        private static final String VOCABULARY = "http://ns.useplus.org/ldf/vocab/";

        private final String key;

        DataMining(String key) {
            this.key = key;
        }

        public String uri() {
            return VOCABULARY + key;
        }

        /** By its URI or by the part of it after the vocabulary, in any case. */
        public static Optional<DataMining> of(String text) {
            for (DataMining value : values()) {
                if (value.uri().equalsIgnoreCase(text) || value.key.equalsIgnoreCase(text)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }
    }

    public RightsMetadata {
        creators = List.copyOf(creators);
        copyrightOwners = List.copyOf(copyrightOwners);
        licensors = List.copyOf(licensors);
        registryIds = List.copyOf(registryIds);
        keywords = List.copyOf(keywords);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** To change some of it. */
    public RightsBuilder with() {
        return new RightsBuilder(this);
    }
}
