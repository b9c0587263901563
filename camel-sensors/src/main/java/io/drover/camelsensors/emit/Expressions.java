package io.drover.camelsensors.emit;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.Date;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** The Simple expressions of {@code drover:trigger}, on an exchange whose body is the event. */
final class Expressions {
    private static final long MOST_SECONDS = 100_000_000_000L;

    private final Exchange original;
    private final @Nullable Object body;
    private final SensorRecord record;
    private @Nullable Exchange copy;

    Expressions(Exchange original, @Nullable Object body, SensorRecord record) {
        this.original = original;
        this.body = body;
        this.record = record;
    }

    /** @throws IllegalArgumentException where the expression fails */
    @Nullable
    Object value(String expression) {
        try {
            Exchange exchange = exchange();
            Expression simple = exchange.getContext().resolveLanguage("simple").createExpression(expression);
            simple.init(exchange.getContext());
            return simple.evaluate(exchange, Object.class);
        } catch (RuntimeException e) {
            // Camel's languages throw what they like for what they cannot read or evaluate
            throw new IllegalArgumentException("The expression '" + expression + "' failed: " + e.getMessage(), e);
        }
    }

    /** {@return the text that the expression gives; null, with a warning on the sensor, where it gives none} */
    @Nullable
    String text(String option, @Nullable String expression) {
        if (expression == null) {
            return null;
        }
        try {
            Object value = value(expression);
            if (value != null && !value.toString().isEmpty()) {
                return value.toString();
            }
            record.warn("The " + option + " '" + expression + "' gave nothing for at least one event.");
        } catch (IllegalArgumentException e) {
            record.warn("The " + option + " gave nothing for at least one event. " + e.getMessage());
        }
        return null;
    }

    /** {@return the time that an expression or a header gives, never one in the future; null where it gives none} */
    @Nullable
    Instant instant(@Nullable String option, Clock clock) {
        if (option == null) {
            return null;
        }
        try {
            Object value = option.contains("${")
                    ? value(option)
                    : original.getMessage().getHeader(option);
            Instant instant = instant(value);
            if (instant != null) {
                Instant now = clock.instant();
                return instant.isAfter(now) ? now : instant;
            }
            record.warn("The occurredAt '" + option + "' gave no time for at least one event.");
        } catch (IllegalArgumentException | DateTimeException e) {
            record.warn("The occurredAt '" + option + "' gave no time for at least one event: " + e.getMessage());
        }
        return null;
    }

    private Exchange exchange() {
        Exchange present = copy;
        if (present == null) {
            present = ExchangeHelper.createCopy(original, true);
            present.getMessage().setBody(body);
            copy = present;
        }
        return present;
    }

    @SuppressWarnings("JavaUtilDate") // the dates of java.sql have no instant
    private static @Nullable Instant instant(@Nullable Object value) {
        if (value instanceof Date date) {
            return Instant.ofEpochMilli(date.getTime());
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        if (value instanceof Number number) {
            long given = number.longValue();
            return Math.abs(given) < MOST_SECONDS ? Instant.ofEpochSecond(given) : Instant.ofEpochMilli(given);
        }
        if (value == null || value.toString().isBlank()) {
            return null;
        }
        String text = value.toString().strip();
        return text.matches("-?\\d{1,18}")
                ? instant(Long.valueOf(text))
                : OffsetDateTime.parse(text).toInstant();
    }
}
