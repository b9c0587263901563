package io.drover.engine.register;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event {@code core.rule_quarantined}: a rule asked for more than it may and was taken out. */
final class RuleQuarantined {
    static final Ref TYPE = Ref.of("core", "rule_quarantined");

    private RuleQuarantined() {}

    static Emission emission(Ref rule, int revision, String reason) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("rule", rule.toString());
        payload.put("pack", rule.pack());
        payload.put("revision", (long) revision);
        payload.put("reason", reason);
        return Emission.of(TYPE, payload, "engine");
    }
}
