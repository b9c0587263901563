package io.drover.model.execution;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The span on which others hang, as the header {@code traceparent} names it (W3C Trace Context, 3.2).
 *
 * @param traceId 32 hex digits, not all of them 0
 * @param spanId 16 hex digits, not all of them 0
 * @param sampled whether the trace is recorded
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
    /** The name under which it stands in an execution's context. */
    public static final String NAME = "traceparent";

    /** What a later version adds stands behind one more dash. */
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    /** {@return what a header says; null where it says nothing that counts, as the recommendation wants it} */
    public static @Nullable TraceParent parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher form = FORM.matcher(header.strip());
        if (!form.matches()
                || form.group(1).equals("ff")
                || (form.group(1).equals("00") && form.group(5) != null)
                || form.group(2).equals(NO_TRACE)
                || form.group(3).equals(NO_SPAN)) {
            return null;
        }
        boolean sampled = (Integer.parseInt(form.group(4), 16) & 1) == 1;
        return new TraceParent(form.group(2), form.group(3), sampled);
    }

    /** {@return another span of the same trace} */
    public TraceParent span(String id) {
        return new TraceParent(traceId, id, sampled);
    }

    /** {@return the header} */
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
