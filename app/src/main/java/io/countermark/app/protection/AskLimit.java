package io.countermark.app.protection;

import io.countermark.app.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How often an address of the network may ask what costs a signature and needs no account: 600 times a minute, then 429 until the
 * minute is over. Kept in memory and bounded; a flood of addresses pushes out the oldest counts.
 */
@Component
class AskLimit {

    static final int PER_MINUTE = 600;

    private static final int MOST_COUNTS = 20_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private record Count(Instant since, int asked) {}

    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    AskLimit(Clock clock) {
        this.clock = clock;
    }

    /** @throws io.countermark.app.platform.RefusedException TOO_MANY_REQUESTS */
    synchronized void ask(String address) {
        Instant now = clock.instant();
        Count count = counts.get(address);
        if (count == null || !now.isBefore(count.since().plus(WINDOW))) {
            // Taken out and put in: the map's order is then that of the beginnings.
            counts.remove(address);
            counts.put(address, new Count(now, 1));
            while (counts.size() > MOST_COUNTS) {
                counts.remove(counts.keySet().iterator().next());
            }
            return;
        }
        if (count.asked() >= PER_MINUTE) {
            throw Problem.TOO_MANY_REQUESTS
                    .because("At most " + PER_MINUTE + " questions a minute are answered.")
                    .retryAfter(
                            Duration.between(now, count.since().plus(WINDOW)).plusSeconds(1));
        }
        counts.put(address, new Count(count.since(), count.asked() + 1));
    }
}
