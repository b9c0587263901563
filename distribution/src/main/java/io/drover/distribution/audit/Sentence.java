package io.drover.distribution.audit;

import io.drover.model.audit.AuditRecord;

/** An audit record as people read it. */
final class Sentence {
    private Sentence() {}

    static String of(AuditRecord happened) {
        String said = happened.who() + " " + happened.what() + " " + happened.kind() + " " + happened.subject();
        return happened.why() == null ? said : said + ": " + happened.why();
    }
}
