package io.drover.engine.ids;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of 24 hex digits, as StackStorm's clients expect them: the second, a random number of this process, a
 * counter. An id is a name and never an order; yet none is below the one before, even where the clock goes back.
 */
public final class Ids {
    private static final int COUNTER_BITS = 24;
    private static final int PROCESS_BYTES = 5;

    private final InstantSource clock;
    private final String process;
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock) {
        this.clock = clock;
        byte[] random = new byte[PROCESS_BYTES];
        new SecureRandom().nextBytes(random);
        this.process = HexFormat.of().formatHex(random);
    }

    /** {@return an id that this process never gave before} */
    public String next() {
        long earliest = clock.instant().getEpochSecond() << COUNTER_BITS;
        long number = last.updateAndGet(before -> Math.max(before + 1, earliest));
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(number >>> COUNTER_BITS, 8) + process + hex.toHexDigits(number, COUNTER_BITS / 4);
    }
}
