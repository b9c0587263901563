package io.drover.engine.execute;

import io.drover.engine.trace.Tracing;
import io.drover.model.execution.Execution;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import java.util.List;
import org.slf4j.MDC;

/**
 * What is logged on a thread that carries an execution out tells which one, and the span of its attempt where that is traced
 * (the names are those of OpenTelemetry's conventions for logs).
 */
final class LogContext {
    private static final List<String> NAMES =
            List.of("trace", "execution", "action", "rule", "event", "trace_id", "span_id");

    private LogContext() {}

    static void put(Execution execution, Tracing tracing) {
        MDC.put("trace", execution.trace().id());
        MDC.put("execution", execution.id());
        MDC.put("action", execution.action().toString());
        Ref rule = execution.cause().rule();
        if (rule != null) {
            MDC.put("rule", rule.toString());
        }
        String event = execution.cause().triggerInstance();
        if (event != null) {
            MDC.put("event", event);
        }
        if (tracing.isOn()) {
            TraceParent span = tracing.ofAttempt(execution);
            MDC.put("trace_id", span.traceId());
            MDC.put("span_id", span.spanId());
        }
    }

    static void clear() {
        NAMES.forEach(MDC::remove);
    }
}
