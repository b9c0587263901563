package io.drover.engine.webhook;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** UUIDs of version 1 (RFC 9562, 5.1): the time in steps of 100 ns since 1582-10-15, and a random node, as 6.10 allows. */
final class TimeUuid {
    private static final Instant GREGORIAN = Instant.parse("1582-10-15T00:00:00Z");
    private static final long NODE = (new SecureRandom().nextLong() & 0x0000_ffff_ffff_ffffL) | 0x0000_0100_0000_0000L;
    private static final AtomicLong LAST = new AtomicLong();

    private TimeUuid() {}

    static UUID next() {
        return at(InstantSource.system().instant());
    }

    static UUID at(Instant now) {
        long seconds = now.getEpochSecond() - GREGORIAN.getEpochSecond();
        long ticks = seconds * 10_000_000 + now.getNano() / 100;
        long time = LAST.updateAndGet(last -> Math.max(last + 1, ticks));
        long most =
                ((time & 0xffff_ffffL) << 32) | (((time >>> 32) & 0xffff) << 16) | 0x1000 | ((time >>> 48) & 0x0fff);
        return new UUID(most, 0x8000_0000_0000_0000L | NODE);
    }
}
