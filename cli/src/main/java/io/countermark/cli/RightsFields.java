package io.countermark.cli;

import io.countermark.container.RightsMetadata;
import io.countermark.container.RightsMetadata.Licensor;
import io.countermark.container.RightsMetadata.Owner;
import io.countermark.container.RightsMetadata.RegistryId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rights metadata under the names of their record; only fields that are there. */
final class RightsFields {

    private RightsFields() {}

    static Map<String, Object> of(RightsMetadata rights) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "creators", rights.creators());
        put(fields, "copyrightNotice", rights.copyrightNotice());
        put(fields, "creditLine", rights.creditLine());
        put(fields, "source", rights.source());
        put(fields, "webStatement", rights.webStatement());
        put(fields, "usageTerms", rights.usageTerms());
        put(fields, "marked", rights.marked());
        put(
                fields,
                "copyrightOwners",
                rights.copyrightOwners().stream().map(RightsFields::of).toList());
        put(
                fields,
                "licensors",
                rights.licensors().stream().map(RightsFields::of).toList());
        put(
                fields,
                "dataMining",
                rights.dataMining() == null ? null : rights.dataMining().uri());
        put(fields, "otherConstraints", rights.otherConstraints());
        put(fields, "digitalSourceType", rights.digitalSourceType());
        put(fields, "imageGuid", rights.imageGuid());
        put(fields, "supplierImageId", rights.supplierImageId());
        put(
                fields,
                "registryIds",
                rights.registryIds().stream().map(RightsFields::of).toList());
        put(fields, "title", rights.title());
        put(fields, "description", rights.description());
        put(fields, "keywords", rights.keywords());
        return fields;
    }

    private static Map<String, Object> of(Owner owner) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "id", owner.id());
        put(fields, "name", owner.name());
        return fields;
    }

    private static Map<String, Object> of(Licensor licensor) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "name", licensor.name());
        put(fields, "url", licensor.url());
        put(fields, "email", licensor.email());
        return fields;
    }

    private static Map<String, Object> of(RegistryId id) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "organisation", id.organisation());
        put(fields, "item", id.item());
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
            fields.put(name, value);
        }
    }
}
