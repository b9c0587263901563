package io.drover.model.audit;

import io.drover.model.json.JsonValues;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened: who did what to what, when and why.
 *
 * @param who a user's name, or the part of the daemon that acted on its own, such as {@code engine}
 * @param what a verb in the past tense, such as {@code succeeded} or {@code enabled}
 * @param kind what it was done to, such as {@code execution} or {@code rule}
 * @param subject its id or ref
 * @param why the reason, in words; null where the verb says it all
 * @param traceId null where no event or request caused it
 * @param details what else is worth keeping; never a secret
 */
public record AuditRecord(
        String who,
        String what,
        String kind,
        String subject,
        @Nullable String why,
        @Nullable String traceId,
        Instant at,
        Map<String, @Nullable Object> details) {
    public AuditRecord {
        details = JsonValues.copyOf(details);
    }

    public static AuditRecord of(
            String who, String what, String kind, String subject, @Nullable String traceId, Instant at) {
        return new AuditRecord(who, what, kind, subject, null, traceId, at, Map.of());
    }

    public AuditRecord because(String reason) {
        return new AuditRecord(who, what, kind, subject, reason, traceId, at, details);
    }

    public AuditRecord with(String key, @Nullable Object value) {
        Map<String, @Nullable Object> extended = new java.util.LinkedHashMap<>(details);
        extended.put(key, value);
        return new AuditRecord(who, what, kind, subject, why, traceId, at, extended);
    }
}
