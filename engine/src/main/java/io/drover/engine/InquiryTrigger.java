package io.drover.engine;

import io.drover.engine.api.Inquiry;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event {@code core.st2.generic.inquiry} that an inquiry is, so that rules can tell people of it (platform spec 4.1). */
final class InquiryTrigger {
    static final Ref TYPE = Ref.of("core", "st2.generic.inquiry");

    private InquiryTrigger() {}

    static Emission emission(Execution pending) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("id", pending.id());
        payload.put("route", Inquiry.of(pending).route());
        return Emission.of(TYPE, payload, "engine");
    }
}
