package io.countermark.app.cases;

import io.countermark.app.platform.Facts;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The legal profiles that this product ships. */
@Component
public class LegalProfiles {

    private record Pack(String version, String note, List<LegalProfile> profiles) {}

    private final Pack pack;

    LegalProfiles() {
        this.pack = Facts.read("notice-profiles.json", Pack.class);
    }

    public List<LegalProfile> all() {
        return pack.profiles();
    }

    public Optional<LegalProfile> find(String id) {
        return pack.profiles().stream()
                .filter(profile -> profile.id().equals(id))
                .findFirst();
    }
}
