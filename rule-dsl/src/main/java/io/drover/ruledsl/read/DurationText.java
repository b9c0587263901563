package io.drover.ruledsl.read;

import io.drover.model.rule.When;
import io.drover.model.text.Nearest;
import io.drover.model.text.SpanText;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Located;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}, or a number of seconds. */
final class DurationText {
    private static final Pattern DURATION = Pattern.compile("(?<number>-?[0-9]{1,18}) ?(?<unit>[A-Za-z]+)");
    private static final String ALLOWED = "500ms, 30s, 5m, 2h, 7d, or a number of seconds";
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    /** Milliseconds of each unit, the smallest first. */
    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("ms", 1L);
        UNITS.put("s", 1_000L);
        UNITS.put("m", 60_000L);
        UNITS.put("h", 3_600_000L);
        UNITS.put("d", 86_400_000L);
    }

    private DurationText() {}

    /** {@return the duration that a key holds; null where there is none, and after an error} */
    static @Nullable Duration read(Fields fields, String key) {
        Located value = fields.get(key);
        if (value == null) {
            if (fields.has(key)) {
                fields.findings()
                        .error(
                                fields.keyPlace(key),
                                "'" + key + "' has no value. Write " + ALLOWED + ", or leave the key out.");
            }
            return null;
        }
        BigDecimal millis = millis(fields, key, value);
        if (millis == null) {
            return null;
        }
        if (millis.signum() <= 0) {
            fields.findings()
                    .error(
                            value.place(),
                            "Expected '" + key + "' to be longer than nothing, but found " + value.kind() + ".");
            return null;
        }
        if (millis.compareTo(BigDecimal.valueOf(When.LONGEST.toMillis())) > 0) {
            fields.findings()
                    .error(
                            value.place(),
                            "'" + key + "' is longer than " + SpanText.of(When.LONGEST)
                                    + ", the longest that a rule waits.");
            return null;
        }
        if (millis.stripTrailingZeros().scale() > 0) {
            fields.findings()
                    .error(
                            value.place(),
                            "'" + key + "' is finer than a millisecond: found " + value.kind() + ". Round it.");
            return null;
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    /** {@return the duration that a key must hold; null after an error} */
    static @Nullable Duration required(Fields fields, String key) {
        if (fields.get(key) == null) {
            fields.findings()
                    .error(fields.keyPlace(key), "'" + key + "' is a required property. Write " + ALLOWED + ".");
            return null;
        }
        return read(fields, key);
    }

    private static @Nullable BigDecimal millis(Fields fields, String key, Located value) {
        if (value.content() instanceof Number number && Double.isFinite(number.doubleValue())) {
            return new BigDecimal(number.toString()).multiply(MILLIS);
        }
        Matcher text = DURATION.matcher(value.content() instanceof String written ? written.strip() : "");
        if (!text.matches()) {
            fields.findings()
                    .error(
                            value.place(),
                            "Expected a duration for '" + key + "', but found " + value.kind() + ". Allowed are "
                                    + ALLOWED + ".");
            return null;
        }
        Long unit = UNITS.get(text.group("unit"));
        if (unit == null) {
            fields.findings()
                    .error(
                            value.place(),
                            "Unknown unit '" + text.group("unit") + "' in the duration of '" + key + "'."
                                    + Nearest.hint(text.group("unit"), UNITS.keySet()) + " Allowed are " + ALLOWED
                                    + ".");
            return null;
        }
        return new BigDecimal(text.group("number")).multiply(BigDecimal.valueOf(unit));
    }
}
