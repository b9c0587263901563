package io.drover.distribution.run;

import io.drover.distribution.config.BadConfiguration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process at a named point, as a crash would: how the promises about crashes are tested. {@code DROVER_FAIL_POINT}
 * names the point and at which passing it ends, such as {@code dispatch-committed:20}; without it nothing happens.
 */
public final class FailPoint implements Consumer<String> {
    /** The variable that names the point. */
    public static final String VARIABLE = "DROVER_FAIL_POINT";

    private static final int CRASHED = 137;

    private final String name;
    private final AtomicInteger left;

    private FailPoint(String name, int passings) {
        this.name = name;
        this.left = new AtomicInteger(passings);
    }

    /** Reads {@code name:passings}; null: a point that never ends anything. */
    public static Consumer<String> of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return point -> {};
        }
        int colon = text.lastIndexOf(':');
        try {
            return colon < 0
                    ? new FailPoint(text, 1)
                    : new FailPoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new BadConfiguration(List.of(VARIABLE
                    + ": expected a name and a number such as 'dispatch-committed:20', but found '" + text + "'."));
        }
    }

    @Override
    public void accept(String point) {
        if (point.equals(name) && left.decrementAndGet() <= 0) {
            Runtime.getRuntime().halt(CRASHED);
        }
    }
}
