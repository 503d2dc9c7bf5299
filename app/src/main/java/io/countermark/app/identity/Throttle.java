package io.countermark.app.identity;

import io.countermark.app.platform.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down: ten wrong attempts for one account from one address, or sixty from one address for any, in a quarter of an hour;
 * then 429 until the oldest is a quarter of an hour old. A right password clears its account's count. Kept in memory and bounded; a
 * flood of addresses pushes out the oldest counts.
 */
@Component
class Throttle {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int PER_ACCOUNT = 10;
    private static final int MOST_COUNTS = 50_000;

    private final Clock clock;
    private final int perAddress;
    private final Map<String, Deque<Instant>> failures = new LinkedHashMap<>();

    /** @param perAddress how many failures one network address may have; more where many people come from one */
    Throttle(Clock clock, @Value("${countermark.sign-in.failures-per-address:60}") int perAddress) {
        this.clock = clock;
        this.perAddress = perAddress;
    }

    /** @throws io.countermark.app.platform.RefusedException TOO_MANY_REQUESTS */
    synchronized void check(String account, String address) {
        check(address, perAddress);
        check(pair(account, address), PER_ACCOUNT);
    }

    private void check(String key, int limit) {
        Deque<Instant> times = recent(key);
        if (times.size() >= limit) {
            Duration wait = Duration.between(clock.instant(), times.getFirst().plus(WINDOW));
            throw Problem.TOO_MANY_REQUESTS
                    .because("Wait before you try again; nothing was changed.")
                    .retryAfter(wait.plusSeconds(1));
        }
    }

    synchronized void failed(String account, String address) {
        for (String key : new String[] {address, pair(account, address)}) {
            Deque<Instant> times = recent(key);
            times.addLast(clock.instant());
            // Taken out and put in: the map's order is then that of the last failure.
            failures.remove(key);
            failures.put(key, times);
        }
        while (failures.size() > MOST_COUNTS) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String account, String address) {
        failures.remove(pair(account, address));
    }

    private Deque<Instant> recent(String key) {
        Deque<Instant> times = failures.getOrDefault(key, new ArrayDeque<>());
        Instant oldest = clock.instant().minus(WINDOW);
        while (!times.isEmpty() && times.getFirst().isBefore(oldest)) {
            times.removeFirst();
        }
        return times;
    }

    private static String pair(String account, String address) {
        // A blank can't stand in an address of the network, so no pair looks like another.
        return address + " " + (account.length() > 254 ? account.substring(0, 254) : account);
    }
}
