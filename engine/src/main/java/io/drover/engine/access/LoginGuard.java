package io.drover.engine.access;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns away who guesses passwords, at logins or where one is changed: after some that were wrong within a minute, from that address for that user, from that
 * address at all, and for that user from addresses where they never logged in. Nobody is locked out by what others do at
 * other addresses, once they have logged in from their own.
 */
final class LoginGuard {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_BY_BOTH = 5;
    private static final int MOST_BY_ADDRESS = 30;
    private static final int MOST_BY_USER = 100;
    private static final int MOST_REMEMBERED = 20_000;
    private static final int NETWORK_BYTES = 8;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new Remembered<>();
    private final Map<String, Boolean> known = new Remembered<>();

    private record Failures(Instant since, int count) {}

    /** As many as fit, the longest untouched are forgotten first. */
    private static final class Remembered<T> extends LinkedHashMap<String, T> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }

    LoginGuard(InstantSource clock) {
        this.clock = clock;
    }

    /** Refuses with {@code TOO_MANY} who was wrong too often. */
    synchronized void check(String user, String address) {
        boolean tooOften = count(both(user, address)) >= MOST_BY_BOTH
                || count(ofAddress(address)) >= MOST_BY_ADDRESS
                || (!knows(user, address) && count(ofUser(user)) >= MOST_BY_USER);
        if (tooOften) {
            throw DroverException.of(
                    ErrorCode.TOO_MANY, "Too many passwords were wrong. Try again in a minute, with the right one.");
        }
    }

    /** {@return whether a user has logged in at an address before} */
    synchronized boolean knows(String user, String address) {
        return known.containsKey(both(user, address));
    }

    synchronized void failed(String user, String address) {
        add(both(user, address));
        add(ofAddress(address));
        add(ofUser(user));
    }

    synchronized void succeeded(String user, String address) {
        known.put(both(user, address), Boolean.TRUE);
        failures.remove(both(user, address));
    }

    private int count(String key) {
        Failures seen = failures.get(key);
        return seen == null || isOver(seen) ? 0 : seen.count();
    }

    private void add(String key) {
        failures.merge(
                key,
                new Failures(clock.instant(), 1),
                (seen, first) -> isOver(seen) ? first : new Failures(seen.since(), seen.count() + 1));
    }

    // a clock that went back ends a window, too: else it would last for as long as the jump
    private boolean isOver(Failures seen) {
        Instant now = clock.instant();
        return now.isBefore(seen.since()) || !now.isBefore(seen.since().plus(WINDOW));
    }

    private static String both(String user, String address) {
        return "both " + network(address) + " " + user;
    }

    private static String ofAddress(String address) {
        return "address " + network(address);
    }

    // whoever has one address of IPv6 has all of its network, more than could ever be counted one by one
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > NETWORK_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address;
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }

    private static String ofUser(String user) {
        return "user " + user;
    }
}
