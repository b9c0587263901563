package io.drover.restapi.shape;

import io.drover.engine.api.Silences.State;
import io.drover.engine.api.Silences.Wish;
import io.drover.model.error.DroverException;
import io.drover.model.silence.Freeze;
import io.drover.model.silence.MaintenanceWindow;
import io.drover.model.silence.Matchers;
import io.drover.model.silence.Silence;
import io.drover.model.text.ShortDuration;
import io.drover.restapi.http.Body;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The shapes of silences and freezes, and what clients send of them. */
public final class SilenceShape {
    /** The fields of a silence. */
    public static final Set<String> FIELDS =
            Set.of("id", "matchers", "from", "until", "window", "owner", "reason", "state", "created_at");

    /** The fields of a freeze. */
    public static final Set<String> FREEZE_FIELDS = Set.of("id", "pack", "manual", "since", "by", "reason");

    /** What may be sent: what is shown, though not all of it can be changed, and a length in the place of an end. */
    private static final Set<String> SENT =
            Set.of("id", "matchers", "from", "until", "for", "window", "owner", "reason", "state", "created_at");

    private static final Set<String> MATCHERS = Set.of("rule", "pack", "action", "tags", "payload");
    private static final Set<String> WINDOW = Set.of("cron", "duration", "timezone");
    private static final String UTC = "UTC";

    private SilenceShape() {}

    /** {@return a silence as clients see it} */
    public static Map<String, @Nullable Object> of(Silence silence, State state) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", silence.id());
        shape.put("matchers", matchers(silence.matchers()));
        shape.put("from", Times.text(silence.from()));
        shape.put("until", Times.text(silence.until()));
        MaintenanceWindow window = silence.window();
        if (window != null) {
            shape.put(
                    "window",
                    Map.of(
                            "cron",
                            window.cron(),
                            "duration",
                            ShortDuration.text(window.duration()),
                            "timezone",
                            window.timeZone()));
        }
        shape.put("owner", silence.owner());
        shape.put("reason", silence.reason());
        shape.put("state", state.word());
        shape.put("created_at", Times.text(silence.createdAt()));
        return shape;
    }

    private static Map<String, @Nullable Object> matchers(Matchers matchers) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        Shapes.putPresent(shape, "rule", matchers.rule());
        Shapes.putPresent(shape, "pack", matchers.pack());
        Shapes.putPresent(shape, "action", matchers.action());
        if (!matchers.tags().isEmpty()) {
            shape.put("tags", matchers.tags());
        }
        if (!matchers.payload().isEmpty()) {
            shape.put("payload", matchers.payload());
        }
        return shape;
    }

    /** {@return a freeze as clients see it} */
    public static Map<String, @Nullable Object> of(Freeze freeze) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", freeze.id());
        shape.put("pack", freeze.pack());
        shape.put("manual", freeze.manual());
        shape.put("since", Times.text(freeze.since()));
        shape.put("by", freeze.by());
        shape.put("reason", freeze.reason());
        return shape;
    }

    /** Reads the silence that a client wants. A field that is not known is refused: without it more would be silenced. */
    public static Wish wish(Fields body) {
        Fields fields = body.onlyOf(SENT);
        return new Wish(
                matchers(new Fields(fields.object("matchers")).onlyOf(MATCHERS)),
                time(fields, "from"),
                time(fields, "until"),
                fields.textOr("for", null) == null ? null : length("for", fields.text("for")),
                window(fields),
                fields.textOr("owner", null),
                fields.text("reason", ""));
    }

    private static Matchers matchers(Fields fields) {
        return new Matchers(
                fields.textOr("rule", null),
                fields.textOr("pack", null),
                fields.textOr("action", null),
                patterns(fields, "tags"),
                patterns(fields, "payload"));
    }

    private static Map<String, String> patterns(Fields fields, String name) {
        Map<String, String> patterns = new LinkedHashMap<>();
        fields.object(name).forEach((key, value) -> {
            if (value == null || value instanceof Map || value instanceof Iterable) {
                throw DroverException.invalid("Expected a text as '" + name + "." + key + "', but found "
                        + Body.kind(value) + ". Of a value deep in the payload the path is the name, as in"
                        + " {\"labels.host\": \"web-*\"}.");
            }
            patterns.put(key, value.toString());
        });
        return patterns;
    }

    private static @Nullable MaintenanceWindow window(Fields body) {
        if (body.values().get("window") == null) {
            return null;
        }
        Fields fields = new Fields(body.object("window")).onlyOf(WINDOW);
        return new MaintenanceWindow(
                fields.text("cron").strip(), length("duration", fields.text("duration")), fields.text("timezone", UTC));
    }

    private static @Nullable Instant time(Fields fields, String name) {
        String text = fields.textOr(name, null);
        return text == null ? null : Times.read(name, text);
    }

    private static Duration length(String name, String text) {
        return ShortDuration.parse(text)
                .orElseThrow(() -> DroverException.invalid("Expected a length of time such as 30m, 2h or 1d12h as '"
                        + name + "', but found '" + text + "'."));
    }
}
