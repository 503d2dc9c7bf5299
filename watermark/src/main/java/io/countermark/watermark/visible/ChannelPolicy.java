package io.countermark.watermark.visible;

import io.countermark.watermark.visible.MarkChannel.Rule;
import io.countermark.watermark.visible.VisibleMarkRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which channels forbid visible marks and which want them, read from a data file.
 *
 * <p>The file is JSON, UTF-8, at most 1 MiB:
 *
 * <pre>
 * {"format": "countermark-visible-mark-policy", "version": 1, "date": "2026-11-25",
 *  "channels": [{"id": "amazon.main", "name": "Amazon, main picture", "rule": "forbidden",
 *                "reason": "a sentence for people", "source": "where it was read", "confidence": "S"}]}
 * </pre>
 *
 * {@code rule} is {@code forbidden}, {@code discouraged}, {@code allowed} or {@code wanted}; ids are unique, lower case; other members are
 * passed over.
 */
public final class ChannelPolicy {

    private static final String FORMAT = "countermark-visible-mark-policy";
    private static final int VERSION = 1;
    private static final int MOST_BYTES = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, MarkChannel> channels;

    private ChannelPolicy(Map<String, MarkChannel> channels) {
        this.channels = channels;
    }

    /** The one that comes with the product. */
    public static ChannelPolicy bundled() {
        try (InputStream file = ChannelPolicy.class.getResourceAsStream("channels.json")) {
            return read(Objects.requireNonNull(file, "channels.json").readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws VisibleMarkRefusedException BAD_POLICY with what is wrong */
    public static ChannelPolicy read(byte[] json) {
        if (json.length > MOST_BYTES) {
            throw bad("it has more than " + MOST_BYTES + " bytes");
        }
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw bad("it is not JSON");
        }
        if (!FORMAT.equals(text(root, "format")) || root.path("version").asInt(0) != VERSION) {
            throw bad("its format is not \"%s\", version %d".formatted(FORMAT, VERSION));
        }
        Map<String, MarkChannel> channels = new LinkedHashMap<>();
        for (JsonNode node : root.path("channels")) {
            MarkChannel channel = channel(node);
            if (channels.put(channel.id(), channel) != null) {
                throw bad("it has the channel " + channel.id() + " twice");
            }
        }
        if (channels.isEmpty()) {
            throw bad("it has no channels");
        }
        return new ChannelPolicy(channels);
    }

    private static MarkChannel channel(JsonNode node) {
        String id = text(node, "id");
        if (!id.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw bad("a channel's id is lower-case letters, digits, dots and dashes, not \"" + id + "\"");
        }
        return new MarkChannel(
                id,
                text(node, "name"),
                rule(id, text(node, "rule")),
                text(node, "reason"),
                text(node, "source"),
                text(node, "confidence"));
    }

    private static Rule rule(String id, String word) {
        for (Rule rule : Rule.values()) {
            if (rule.name().toLowerCase(Locale.ROOT).equals(word)) {
                return rule;
            }
        }
        throw bad("the rule of " + id + " is forbidden, discouraged, allowed or wanted, not \"" + word + "\"");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    private static VisibleMarkRefusedException bad(String why) {
        return new VisibleMarkRefusedException(Reason.BAD_POLICY, "Not a policy of visible marks: " + why);
    }

    /** In the order of the file. */
    public List<MarkChannel> channels() {
        return List.copyOf(channels.values());
    }

    /** @throws VisibleMarkRefusedException UNKNOWN_CHANNEL, naming those there are */
    public MarkChannel channel(String id) {
        MarkChannel channel = channels.get(id);
        if (channel == null) {
            throw new VisibleMarkRefusedException(
                    Reason.UNKNOWN_CHANNEL,
                    "There is no channel \"%s\"; there are %s".formatted(id, String.join(", ", channels.keySet())));
        }
        return channel;
    }

    /** @throws VisibleMarkRefusedException CHANNEL_FORBIDS, naming channel and rule; UNKNOWN_CHANNEL */
    public MarkChannel requireVisible(String id) {
        MarkChannel channel = channel(id);
        if (channel.rule() == Rule.FORBIDDEN) {
            throw new VisibleMarkRefusedException(
                    Reason.CHANNEL_FORBIDS,
                    "%s (%s) forbids visible marks: %s [%s]"
                            .formatted(channel.name(), channel.id(), channel.reason(), channel.source()));
        }
        return channel;
    }
}
