package io.drover.ruledsl.read;

import io.drover.model.rule.Limits;
import io.drover.model.text.SpanText;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule's {@code limits}, which stand between its matches and its actions. */
final class LimitsForm {
    private static final List<String> KEYS = List.of("throttle", "debounce", "collapse", "flap", "guard");
    private static final int MOST_COLLAPSED = 1_000;
    private static final int ANY = Integer.MAX_VALUE;

    private final Findings findings;
    private final PathText paths;

    /**
     * Limits of a rule.
     *
     * @param events the names of the events that its matches have; null where they are not known
     */
    LimitsForm(Findings findings, @Nullable Collection<String> events) {
        this.findings = findings;
        this.paths = new PathText(findings, events);
    }

    /** {@return the limits; none where there are none, and after an error} */
    Limits read(Fields rule) {
        Fields limits = rule.mapping("limits");
        if (limits == null) {
            return Limits.NONE;
        }
        limits.refuseOthers(KEYS, "'limits'");
        if (limits.has("debounce") && limits.has("collapse")) {
            findings.error(
                    limits.keyPlace("collapse"),
                    "'debounce' and 'collapse' cannot stand together: both make one match of many. Write one of them.");
        }
        return new Limits(throttle(limits), debounce(limits), collapse(limits), flap(limits), guard(limits));
    }

    private Limits.@Nullable Throttle throttle(Fields limits) {
        Fields fields = limit(limits, "throttle", "per", "by", "count");
        if (fields == null) {
            return null;
        }
        Duration per = DurationText.required(fields, "per");
        String by = paths.read(fields, "by");
        Integer count = WholeNumber.read(fields, "count", 1, ANY);
        return per == null ? null : new Limits.Throttle(per, by, count == null ? 1 : count);
    }

    private Limits.@Nullable Debounce debounce(Fields limits) {
        Fields fields = limit(limits, "debounce", "quiet", "at_most", "by");
        if (fields == null) {
            return null;
        }
        Duration quiet = DurationText.required(fields, "quiet");
        Duration atMost = DurationText.read(fields, "at_most");
        String by = paths.read(fields, "by");
        if (quiet != null && atMost != null && atMost.compareTo(quiet) < 0) {
            findings.error(
                    fields.keyPlace("at_most"),
                    "'at_most' is " + SpanText.of(atMost) + ", shorter than 'quiet', which is " + SpanText.of(quiet)
                            + ": it would never be quiet. Write a longer one.");
        }
        return quiet == null ? null : new Limits.Debounce(quiet, atMost, by);
    }

    private Limits.@Nullable Collapse collapse(Fields limits) {
        Fields fields = limit(limits, "collapse", "for", "by", "max");
        if (fields == null) {
            return null;
        }
        Duration span = DurationText.required(fields, "for");
        String by = paths.read(fields, "by");
        Integer max = WholeNumber.read(fields, "max", 1, MOST_COLLAPSED);
        return span == null ? null : new Limits.Collapse(span, by, max == null ? MOST_COLLAPSED : max);
    }

    private Limits.@Nullable Flap flap(Fields limits) {
        Fields fields = limit(limits, "flap", "of", "by", "changes", "within", "hold");
        if (fields == null) {
            return null;
        }
        String of = paths.required(fields, "of");
        String by = paths.read(fields, "by");
        Integer changes = WholeNumber.required(fields, "changes", 1, ANY);
        Duration within = DurationText.required(fields, "within");
        Duration hold = DurationText.required(fields, "hold");
        return of == null || changes == null || within == null || hold == null
                ? null
                : new Limits.Flap(of, by, changes, within, hold);
    }

    private Limits.@Nullable Guard guard(Fields limits) {
        Fields fields = limit(limits, "guard", "targets", "of", "per");
        if (fields == null) {
            return null;
        }
        Integer targets = WholeNumber.required(fields, "targets", 1, ANY);
        String of = paths.required(fields, "of");
        Duration per = DurationText.required(fields, "per");
        return targets == null || of == null || per == null ? null : new Limits.Guard(targets, of, per);
    }

    private @Nullable Fields limit(Fields limits, String name, String... keys) {
        if (limits.has(name) && limits.get(name) == null) {
            findings.error(
                    limits.keyPlace(name),
                    "'" + name + "' is empty. Write {" + keys[0] + ": …} below it, or leave the key out.");
        }
        Fields fields = limits.mapping(name);
        if (fields != null) {
            fields.refuseOthers(List.of(keys), "'" + name + "'");
        }
        return fields;
    }

    /** {@return what {@link #read} reads back as equal limits} */
    static Map<String, @Nullable Object> document(Limits limits) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (limits.throttle() != null) {
            Limits.Throttle throttle = limits.throttle();
            document.put("throttle", of("per", throttle.per(), "by", throttle.by(), "count", throttle.count()));
        }
        if (limits.debounce() != null) {
            Limits.Debounce debounce = limits.debounce();
            document.put("debounce", of("quiet", debounce.quiet(), "at_most", debounce.atMost(), "by", debounce.by()));
        }
        if (limits.collapse() != null) {
            Limits.Collapse collapse = limits.collapse();
            document.put("collapse", of("for", collapse.span(), "by", collapse.by(), "max", collapse.max()));
        }
        if (limits.flap() != null) {
            Limits.Flap flap = limits.flap();
            Map<String, @Nullable Object> content = of("of", flap.of(), "by", flap.by(), "changes", flap.changes());
            content.put("within", SpanText.of(flap.within()));
            content.put("hold", SpanText.of(flap.hold()));
            document.put("flap", content);
        }
        if (limits.guard() != null) {
            Limits.Guard guard = limits.guard();
            document.put("guard", of("targets", guard.targets(), "of", guard.of(), "per", guard.per()));
        }
        return document;
    }

    private static Map<String, @Nullable Object> of(
            String first, Object a, String second, @Nullable Object b, String third, @Nullable Object c) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(first, written(a));
        if (b != null) {
            document.put(second, written(b));
        }
        if (c != null) {
            document.put(third, written(c));
        }
        return document;
    }

    private static Object written(Object value) {
        if (value instanceof Duration duration) {
            return SpanText.of(duration);
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }
}
