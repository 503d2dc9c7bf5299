package io.countermark.app.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * A browser and its system as people call them, from the {@code User-Agent} that it sent (RFC 9110, section 10.1.5); for the list of
 * sign-ins only, since a header may say anything.
 */
@Component("browsers")
class Browsers {

    /** Those that name others too come before those. */
    private static final List<String> NAMES = List.of("Edg", "OPR", "Firefox", "Chrome", "Version");

    private static final List<String> SYSTEMS =
            List.of("Windows", "Android", "iPhone", "iPad", "Mac OS X", "CrOS", "Linux");

    private static final Pattern FIRST_PRODUCT = Pattern.compile("^([\\w.-]{1,40})(?:/(\\d{1,6}))?");

    /**
     * @param name with its first number, for example {@code Firefox 145}
     */
    public record Browser(String name, String system) {}

    public Browser of(String userAgent) {
        String system = SYSTEMS.stream().filter(userAgent::contains).findFirst().orElse("?");
        for (String name : NAMES) {
            Matcher product =
                    Pattern.compile("\\b(?:Headless)?" + name + "/(\\d{1,6})").matcher(userAgent);
            if (product.find()) {
                return new Browser(called(name) + " " + product.group(1), system);
            }
        }
        Matcher other = FIRST_PRODUCT.matcher(userAgent);
        if (!other.find()) {
            return new Browser("?", system);
        }
        return new Browser(other.group(2) == null ? other.group(1) : other.group(1) + " " + other.group(2), system);
    }

    private static String called(String token) {
        return switch (token) {
            case "Edg" -> "Edge";
            case "OPR" -> "Opera";
            case "Version" -> "Safari";
            default -> token;
        };
    }
}
