package io.drover.restapi.http;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Points in time as clients write and see them: {@code YYYY-MM-DDTHH:MM:SS.ffffffZ}. */
public final class Times {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    public static String text(Instant time) {
        return FORMAT.format(time);
    }

    /** Reads the point in time of a query parameter. */
    public static @Nullable Instant of(Call call, String param) {
        String text = call.param(param);
        // a plus sign in a query means a blank
        return text == null ? null : read(param, text.strip().replace(' ', '+'));
    }

    /** Reads the point in time of a field or parameter. */
    public static Instant read(String param, String text) {
        try {
            return OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Expected a time such as 2026-01-31T12:00:00.000000Z as '" + param + "', but found '" + text
                            + "'. Datetime value does not match expected format.",
                    e);
        }
    }
}
