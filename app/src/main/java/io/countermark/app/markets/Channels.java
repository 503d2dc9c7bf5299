package io.countermark.app.markets;

import io.countermark.app.platform.Facts;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The channels we know, and how a rendition stands with each. */
@Component
public class Channels {

    private record Pack(String version, String note, List<Channel> channels) {}

    private final Pack pack;

    Channels() {
        this.pack = Facts.read("image-rules.json", Pack.class);
    }

    /** Date of the rule pack. */
    public String version() {
        return pack.version();
    }

    public List<Channel> all() {
        return pack.channels();
    }

    public Optional<Channel> find(String id) {
        return pack.channels().stream()
                .filter(channel -> channel.id().equals(id))
                .findFirst();
    }

    /** One answer a channel, in the pack's order. */
    public List<Conformance> check(RenditionFacts facts) {
        return pack.channels().stream()
                .map(channel -> ChannelRules.check(channel, facts))
                .toList();
    }
}
