package io.countermark.container;

import io.countermark.container.RightsMetadata.DataMining;
import io.countermark.container.RightsMetadata.Licensor;
import io.countermark.container.RightsMetadata.Owner;
import io.countermark.container.RightsMetadata.RegistryId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rights metadata that differ from others in some fields; a blank text or null takes a field out. */
public final class RightsBuilder {

    private List<String> creators;
    private @Nullable String copyrightNotice;
    private @Nullable String creditLine;
    private @Nullable String source;
    private @Nullable String webStatement;
    private @Nullable String usageTerms;
    private @Nullable Boolean marked;
    private List<Owner> copyrightOwners;
    private List<Licensor> licensors;
    private @Nullable DataMining dataMining;
    private @Nullable String otherConstraints;
    private @Nullable String digitalSourceType;
    private @Nullable String imageGuid;
    private @Nullable String supplierImageId;
    private List<RegistryId> registryIds;
    private @Nullable String title;
    private @Nullable String description;
    private List<String> keywords;

    RightsBuilder(RightsMetadata start) {
        this.creators = start.creators();
        this.copyrightNotice = start.copyrightNotice();
        this.creditLine = start.creditLine();
        this.source = start.source();
        this.webStatement = start.webStatement();
        this.usageTerms = start.usageTerms();
        this.marked = start.marked();
        this.copyrightOwners = start.copyrightOwners();
        this.licensors = start.licensors();
        this.dataMining = start.dataMining();
        this.otherConstraints = start.otherConstraints();
        this.digitalSourceType = start.digitalSourceType();
        this.imageGuid = start.imageGuid();
        this.supplierImageId = start.supplierImageId();
        this.registryIds = start.registryIds();
        this.title = start.title();
        this.description = start.description();
        this.keywords = start.keywords();
    }

    public RightsBuilder creators(List<String> value) {
        creators = value.stream().filter(text -> !text.isBlank()).toList();
        return this;
    }

    public RightsBuilder copyrightNotice(@Nullable String value) {
        copyrightNotice = blankToNull(value);
        return this;
    }

    public RightsBuilder creditLine(@Nullable String value) {
        creditLine = blankToNull(value);
        return this;
    }

    public RightsBuilder source(@Nullable String value) {
        source = blankToNull(value);
        return this;
    }

    public RightsBuilder webStatement(@Nullable String value) {
        webStatement = blankToNull(value);
        return this;
    }

    public RightsBuilder usageTerms(@Nullable String value) {
        usageTerms = blankToNull(value);
        return this;
    }

    public RightsBuilder marked(@Nullable Boolean value) {
        marked = value;
        return this;
    }

    public RightsBuilder copyrightOwners(List<Owner> value) {
        copyrightOwners = value;
        return this;
    }

    public RightsBuilder licensors(List<Licensor> value) {
        licensors = value;
        return this;
    }

    public RightsBuilder dataMining(@Nullable DataMining value) {
        dataMining = value;
        return this;
    }

    public RightsBuilder otherConstraints(@Nullable String value) {
        otherConstraints = blankToNull(value);
        return this;
    }

    public RightsBuilder digitalSourceType(@Nullable String value) {
        digitalSourceType = blankToNull(value);
        return this;
    }

    public RightsBuilder imageGuid(@Nullable String value) {
        imageGuid = blankToNull(value);
        return this;
    }

    public RightsBuilder supplierImageId(@Nullable String value) {
        supplierImageId = blankToNull(value);
        return this;
    }

    public RightsBuilder registryIds(List<RegistryId> value) {
        registryIds = value;
        return this;
    }

    public RightsBuilder title(@Nullable String value) {
        title = blankToNull(value);
        return this;
    }

    public RightsBuilder description(@Nullable String value) {
        description = blankToNull(value);
        return this;
    }

    public RightsBuilder keywords(List<String> value) {
        keywords = value.stream().filter(text -> !text.isBlank()).toList();
        return this;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    public RightsMetadata build() {
        return new RightsMetadata(
                creators,
                copyrightNotice,
                creditLine,
                source,
                webStatement,
                usageTerms,
                marked,
                copyrightOwners,
                licensors,
                dataMining,
                otherConstraints,
                digitalSourceType,
                imageGuid,
                supplierImageId,
                registryIds,
                title,
                description,
                keywords);
    }
}
