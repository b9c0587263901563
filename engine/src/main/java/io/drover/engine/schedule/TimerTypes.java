package io.drover.engine.schedule;

import io.drover.model.pack.Ref;
import io.drover.model.text.Nearest;
import io.drover.model.timer.Missed;
import io.drover.model.trigger.Trigger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The trigger types that time makes events of, and what their parameters mean (platform spec 4.1). */
public final class TimerTypes {
    /** Every so often: {@code unit} and {@code delta}. */
    public static final Ref INTERVAL = Ref.of("core", "st2.IntervalTimer");

    /** Once: {@code date}. */
    public static final Ref DATE = Ref.of("core", "st2.DateTimer");

    /** Whenever fields fit. */
    public static final Ref CRON = Ref.of("core", "st2.CronTimer");

    /** All of them. */
    public static final List<Ref> ALL = List.of(INTERVAL, DATE, CRON);

    /**
     * The parameter that says what becomes of missed times, see {@link Missed}. It is ours: the types' schemas, which clients
     * know, do not have it.
     */
    static final String MISSED = "missed";

    private static final Map<String, Duration> UNITS = Map.of(
            "seconds", Duration.ofSeconds(1),
            "minutes", Duration.ofMinutes(1),
            "hours", Duration.ofHours(1),
            "days", Duration.ofDays(1),
            "weeks", Duration.ofDays(7));
    /** Some 100 years; longer ones would leave the range of times that the database has. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private TimerTypes() {}

    /** {@return whether a trigger is a timer} */
    public static boolean has(Trigger trigger) {
        return ALL.contains(trigger.type());
    }

    /** {@return the parameters that the type's schema knows} */
    public static Map<String, @Nullable Object> ofSchema(Trigger trigger) {
        if (!has(trigger) || !trigger.parameters().containsKey(MISSED)) {
            return trigger.parameters();
        }
        Map<String, @Nullable Object> others = new TreeMap<>(trigger.parameters());
        others.remove(MISSED);
        return others;
    }

    /** {@return why a timer can never be due as its parameters stand, besides what its type's schema says; empty: it can} */
    public static List<String> problems(Trigger trigger) {
        if (!has(trigger)) {
            return List.of();
        }
        try {
            Schedule unused = schedule(trigger, Instant.EPOCH, ZoneOffset.UTC);
            Missed unusedToo = missed(trigger, Missed.LAST);
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return when a timer is due}
     *
     * @param since when it was asked for
     * @param standard the time zone where its parameters give none
     * @throws IllegalArgumentException with the reason, for users
     */
    public static Schedule schedule(Trigger trigger, Instant since, ZoneId standard) {
        Map<String, @Nullable Object> parameters = trigger.parameters();
        ZoneId zone = zone(parameters.get("timezone"), standard);
        if (trigger.type().equals(INTERVAL)) {
            return new IntervalSchedule(since, interval(parameters));
        }
        if (trigger.type().equals(DATE)) {
            return new DateSchedule(DateTexts.read(String.valueOf(parameters.get("date")), zone));
        }
        return CronSchedule.of(parameters, zone);
    }

    /** {@return what becomes of times that a timer missed} */
    public static Missed missed(Trigger trigger, Missed standard) {
        Object given = trigger.parameters().get(MISSED);
        return given == null
                ? standard
                : Missed.of(String.valueOf(given))
                        .orElseThrow(() -> new IllegalArgumentException(MISSED + " '" + given + "' is none of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Missed.values())
                                                .map(Missed::word)
                                                .toList())
                                + "."));
    }

    private static Duration interval(Map<String, @Nullable Object> parameters) {
        Duration unit = UNITS.get(String.valueOf(parameters.get("unit")));
        if (unit == null) {
            throw new IllegalArgumentException("unit '" + parameters.get("unit") + "' is none of "
                    + String.join(", ", new TreeSet<>(UNITS.keySet())) + ".");
        }
        if (!(parameters.get("delta") instanceof Number delta)
                || delta.doubleValue() < 1
                || delta.doubleValue() * unit.toSeconds() > LONGEST.toSeconds()) {
            throw new IllegalArgumentException("delta '" + parameters.get("delta")
                    + "' is no whole number from 1 on, or together with the unit longer than " + LONGEST.toDays()
                    + " days.");
        }
        return unit.multipliedBy(delta.longValue());
    }

    private static ZoneId zone(@Nullable Object given, ZoneId standard) {
        if (given == null) {
            return standard;
        }
        try {
            return ZoneId.of(String.valueOf(given).strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "timezone '" + given + "' is not known."
                            + Nearest.hint(String.valueOf(given), ZoneId.getAvailableZoneIds())
                            + " Use a name such as Europe/Berlin or UTC.",
                    e);
        }
    }
}
