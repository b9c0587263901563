package io.drover.engine.limit;

import io.drover.engine.correlate.Found;
import io.drover.engine.correlate.Match;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event {@code core.guard_tripped}: the guard of a rule met more targets than it lets pass. */
public final class GuardTripped {
    public static final Ref TYPE = Ref.of("core", "guard_tripped");

    private GuardTripped() {}

    /** {@return the event of a guard that tripped} */
    public static Emission emission(Found.Tripped tripped) {
        Match match = tripped.match();
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("rule", match.rule().toString());
        payload.put("limit", "guard");
        payload.put("targets", tripped.targets());
        payload.put("key", match.shownKey());
        return Emission.of(TYPE, payload, "engine");
    }
}
