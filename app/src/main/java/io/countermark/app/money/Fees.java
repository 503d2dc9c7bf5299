package io.countermark.app.money;

import io.countermark.app.platform.Facts;
import java.util.List;
import org.springframework.stereotype.Component;

/** Official fees, as dated data. */
@Component
public class Fees {

    /** @param confidence S read at the source */
    public record Fee(String id, String name, String amount, String currency, String confidence) {

        public Money money() {
            return Money.of(amount, currency);
        }
    }

    private record Pack(String version, String note, List<Fee> fees) {}

    private final Pack pack;

    Fees() {
        this.pack = Facts.read("fees.json", Pack.class);
    }

    public String version() {
        return pack.version();
    }

    public List<Fee> all() {
        return pack.fees();
    }
}
