package io.drover.restapi.audit;

import io.drover.engine.api.AuditTrail;
import io.drover.engine.api.AuditTrail.Chain;
import io.drover.engine.api.AuditTrail.Finding;
import io.drover.engine.api.AuditTrail.Verification;
import io.drover.model.audit.Seal;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Position;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the audit trail is as it was written. */
public final class AuditOperations {
    private final AuditTrail trail;

    public AuditOperations(AuditTrail trail) {
        this.trail = trail;
    }

    /** {@code ?since=2026-01-31} leaves the records of earlier days alone; the answer is 200 whatever is found. */
    public Answer verify(Call call) {
        Verification verification = trail.verify(day(call));
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("intact", verification.intact());
        shape.put(
                "chains",
                verification.chains().stream().map(AuditOperations::chain).toList());
        shape.put(
                "findings",
                verification.findings().stream().map(AuditOperations::finding).toList());
        shape.put("more_findings", verification.more());
        return Answer.ok(shape);
    }

    private static @Nullable LocalDate day(Call call) {
        String text = call.param("since");
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw DroverException.of(
                    ErrorCode.INVALID_ARGUMENT,
                    "Expected a day such as 2026-01-31 as 'since', but found '" + text + "'.",
                    e);
        }
    }

    private static Map<String, @Nullable Object> chain(Chain chain) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("node", chain.node());
        shape.put("seals", chain.seals());
        shape.put("records", chain.records());
        Seal head = chain.head();
        shape.put("last_seal", head == null ? null : head.number());
        shape.put("last_day", head == null ? null : head.day().toString());
        shape.put("hash", head == null ? null : head.hash());
        shape.put("purged_through", text(chain.purgedThrough()));
        shape.put("unsealed", chain.unsealed());
        Instant oldest = chain.oldestUnsealed();
        shape.put("unsealed_since", oldest == null ? null : Times.text(oldest));
        return shape;
    }

    private static @Nullable String text(@Nullable LocalDate day) {
        return day == null ? null : day.toString();
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("wrong", finding.wrong().name().toLowerCase(Locale.ROOT));
        shape.put("node", finding.node());
        shape.put("id", finding.id());
        Position position = finding.position();
        shape.put("batch", position == null ? null : position.batch());
        shape.put("place", position == null ? null : position.index());
        shape.put("seal", finding.seal());
        shape.put("detail", finding.detail());
        return shape;
    }
}
