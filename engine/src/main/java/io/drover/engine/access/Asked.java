package io.drover.engine.access;

import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import java.time.Instant;

/** Records of what somebody asked for. */
public final class Asked {
    /** Why it happened. */
    public static final String WHY = "asked by API";

    private Asked() {}

    public static AuditRecord by(Principal who, String what, String kind, String subject, Instant at) {
        return AuditRecord.of(who.user(), what, kind, subject, null, at).because(WHY);
    }
}
