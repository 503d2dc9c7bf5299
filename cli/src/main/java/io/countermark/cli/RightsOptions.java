package io.countermark.cli;

import io.countermark.container.RightsBuilder;
import io.countermark.container.RightsMetadata;
import io.countermark.container.RightsMetadata.DataMining;
import io.countermark.container.RightsMetadata.Licensor;
import io.countermark.container.RightsMetadata.Owner;
import io.countermark.container.RightsMetadata.RegistryId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The fields that {@code metadata set} writes: IPTC Photo Metadata 2025.1 by the names that its user guide has. */
final class RightsOptions {

    @Option(names = "--creator", paramLabel = "NAME", description = "Who made the picture; may be repeated")
    private @Nullable List<String> creators;

    @Option(names = "--copyright", paramLabel = "TEXT", description = "Copyright notice")
    private @Nullable String copyright;

    @Option(names = "--credit", paramLabel = "TEXT", description = "Credit line")
    private @Nullable String credit;

    @Option(names = "--source", paramLabel = "TEXT", description = "Where the picture comes from")
    private @Nullable String source;

    @Option(
            names = "--web-statement",
            paramLabel = "URL",
            description = "Page on which the rights are stated (Google's Licensable badge)")
    private @Nullable String webStatement;

    @Option(names = "--usage-terms", paramLabel = "TEXT", description = "What may be done with the picture")
    private @Nullable String usageTerms;

    @Option(
            names = "--marked",
            paramLabel = "true|false",
            description = "Whether the picture is protected by copyright")
    private @Nullable Boolean marked;

    @Option(names = "--owner", paramLabel = "NAME", description = "Copyright owner; may be repeated")
    private @Nullable List<String> owners;

    @Option(names = "--licensor", paramLabel = "NAME", description = "Who grants licences")
    private @Nullable String licensor;

    @Option(names = "--licensor-url", paramLabel = "URL", description = "Page on which to get a licence")
    private @Nullable String licensorUrl;

    @Option(names = "--licensor-email", paramLabel = "ADDRESS", description = "Address to ask for a licence")
    private @Nullable String licensorEmail;

    @Option(
            names = "--data-mining",
            paramLabel = "VALUE",
            description = "PLUS: DMI-ALLOWED, DMI-PROHIBITED, DMI-PROHIBITED-GENAIMLTRAINING and so on")
    private @Nullable String dataMining;

    @Option(names = "--other-constraints", paramLabel = "TEXT", description = "Further constraints")
    private @Nullable String otherConstraints;

    @Option(
            names = "--digital-source-type",
            paramLabel = "URI",
            description = "How the picture came about, of IPTC's NewsCodes")
    private @Nullable String digitalSourceType;

    @Option(names = "--guid", paramLabel = "ID", description = "Globally unique id of the picture")
    private @Nullable String guid;

    @Option(names = "--supplier-id", paramLabel = "ID", description = "The supplier's own id, for example a SKU")
    private @Nullable String supplierId;

    @Option(
            names = "--registry",
            paramLabel = "ORGANISATION=ITEM",
            description = "Entry in a register of pictures; may be repeated")
    private @Nullable List<String> registry;

    @Option(names = "--title", paramLabel = "TEXT", description = "Short name")
    private @Nullable String title;

    @Option(names = "--description", paramLabel = "TEXT", description = "What is to be seen")
    private @Nullable String description;

    @Option(names = "--keyword", paramLabel = "WORD", description = "May be repeated")
    private @Nullable List<String> keywords;

    /** @throws ParameterException for a value outside of its vocabulary */
    void check(CommandSpec spec) {
        if (dataMining != null
                && !dataMining.isBlank()
                && DataMining.of(dataMining).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--data-mining: '" + dataMining + "' is no value of PLUS, see plusdata.org");
        }
        if (registry != null && registry.stream().anyMatch(entry -> !entry.isBlank() && entry.indexOf('=') < 1)) {
            throw new ParameterException(spec.commandLine(), "--registry: write ORGANISATION=ITEM");
        }
    }

    /** {@code now} with the fields that are named. */
    RightsMetadata over(RightsMetadata now) {
        RightsBuilder wanted = now.with();
        putPeople(wanted, now);
        if (copyright != null) {
            wanted.copyrightNotice(copyright);
        }
        if (credit != null) {
            wanted.creditLine(credit);
        }
        if (source != null) {
            wanted.source(source);
        }
        if (webStatement != null) {
            wanted.webStatement(webStatement);
        }
        if (usageTerms != null) {
            wanted.usageTerms(usageTerms);
        }
        if (marked != null) {
            wanted.marked(marked);
        }
        if (dataMining != null) {
            wanted.dataMining(DataMining.of(dataMining).orElse(null));
        }
        if (otherConstraints != null) {
            wanted.otherConstraints(otherConstraints);
        }
        putIdentity(wanted);
        return wanted.build();
    }

    private void putPeople(RightsBuilder wanted, RightsMetadata now) {
        if (creators != null) {
            wanted.creators(creators);
        }
        if (owners != null) {
            wanted.copyrightOwners(owners.stream()
                    .filter(name -> !name.isBlank())
                    .map(name -> new Owner(null, name))
                    .toList());
        }
        if (licensor != null || licensorUrl != null || licensorEmail != null) {
            Licensor old = now.licensors().isEmpty()
                    ? new Licensor(null, null, null)
                    : now.licensors().getFirst();
            Licensor one = new Licensor(
                    changed(licensor, old.name()),
                    changed(licensorUrl, old.url()),
                    changed(licensorEmail, old.email()));
            boolean none = one.name() == null && one.url() == null && one.email() == null;
            wanted.licensors(none ? List.of() : List.of(one));
        }
    }

    private static @Nullable String changed(@Nullable String given, @Nullable String old) {
        return given == null ? old : given.isBlank() ? null : given;
    }

    private void putIdentity(RightsBuilder wanted) {
        if (digitalSourceType != null) {
            wanted.digitalSourceType(digitalSourceType);
        }
        if (guid != null) {
            wanted.imageGuid(guid);
        }
        if (supplierId != null) {
            wanted.supplierImageId(supplierId);
        }
        if (registry != null) {
            wanted.registryIds(registry.stream()
                    .filter(entry -> !entry.isBlank())
                    .map(entry -> entry.split("=", 2))
                    .map(parts -> new RegistryId(parts[0], parts[1]))
                    .toList());
        }
        if (title != null) {
            wanted.title(title);
        }
        if (description != null) {
            wanted.description(description);
        }
        if (keywords != null) {
            wanted.keywords(keywords);
        }
    }
}
