package io.drover.engine;

import io.drover.engine.timer.PythonMoment;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event {@code core.st2.generic.actiontrigger} that the end of an execution is (platform spec 4.1). */
final class ActionTrigger {
    static final Ref TYPE = Ref.of("core", "st2.generic.actiontrigger");

    private ActionTrigger() {}

    static Emission emission(Execution ended) {
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("execution_id", ended.id());
        payload.put("status", ended.status().word());
        payload.put("start_timestamp", PythonMoment.text(ended.requestedAt()));
        payload.put("action_name", ended.action().toString());
        payload.put("action_ref", ended.action().toString());
        payload.put("runner_ref", ended.runnerType());
        payload.put("parameters", ended.parameters());
        payload.put("result", ended.result());
        return Emission.of(TYPE, payload, "engine");
    }
}
