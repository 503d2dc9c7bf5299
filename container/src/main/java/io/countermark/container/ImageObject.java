package io.countermark.container;

import io.countermark.container.RightsMetadata.Licensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rights metadata as schema.org's ImageObject in JSON-LD, for the page that shows the picture. A search engine that reads both takes
 * this one when they differ, so both are made of the same record.
 */
public final class ImageObject {

    private ImageObject() {}

    /**
     * One line of JSON, safe inside of {@code <script type="application/ld+json">}.
     *
     * @param contentUrl address of the picture
     */
    public static String jsonLd(String contentUrl, RightsMetadata rights) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("@context", "https://schema.org/");
        members.put("@type", "ImageObject");
        members.put("contentUrl", contentUrl);
        members.put("name", rights.title());
        members.put("description", rights.description());
        members.put("keywords", rights.keywords().isEmpty() ? null : String.join(", ", rights.keywords()));
        members.put("license", rights.webStatement());
        members.put(
                "acquireLicensePage",
                rights.licensors().stream()
                        .map(Licensor::url)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
        members.put("creditText", rights.creditLine());
        members.put("creator", rights.creators().isEmpty() ? null : agents("Person", rights.creators()));
        members.put("copyrightNotice", rights.copyrightNotice());
        List<String> owners = rights.copyrightOwners().stream()
                .map(RightsMetadata.Owner::name)
                .filter(Objects::nonNull)
                .toList();
        members.put("copyrightHolder", owners.isEmpty() ? null : agents("Organization", owners));
        members.put("usageInfo", rights.usageTerms());
        members.put("digitalSourceType", rights.digitalSourceType());
        members.put("identifier", rights.imageGuid());
        StringBuilder json = new StringBuilder();
        append(json, members);
        return json.toString();
    }

    private static List<Object> agents(String type, List<String> names) {
        List<Object> agents = new ArrayList<>();
        for (String name : names) {
            Map<String, Object> agent = new LinkedHashMap<>();
            agent.put("@type", type);
            agent.put("name", name);
            agents.add(agent);
        }
        return agents;
    }

    private static void append(StringBuilder json, Object value) {
        if (value instanceof Map<?, ?> map) {
            String comma = "";
            json.append('{');
            for (Map.Entry<?, ?> member : map.entrySet()) {
                if (member.getValue() != null) {
                    json.append(comma);
                    quote(json, String.valueOf(member.getKey()));
                    json.append(':');
                    append(json, member.getValue());
                    comma = ",";
                }
            }
            json.append('}');
        } else if (value instanceof List<?> list) {
            String comma = "";
            json.append('[');
            for (Object item : list) {
                json.append(comma);
                append(json, item);
                comma = ",";
            }
            json.append(']');
        } else {
            quote(json, value.toString());
        }
    }

    /** RFC 8259, 7; the smaller-than sign is written as an escape, so that no text can end the script element. */
    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                default -> {
                    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029) {
                        json.append("\\u%04x".formatted((int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
