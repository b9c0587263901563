package io.drover.engine.catalog;

import io.drover.engine.schema.SchemaCheck;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The compiled schemas of trigger types: compiling one costs more than many checks. */
final class SchemaChecks {
    private final Map<Ref, Checks> known = new ConcurrentHashMap<>();

    /** Belong to this very type: another one of the same ref has other schemas. */
    private record Checks(TriggerType type, SchemaCheck payload, SchemaCheck parameters) {}

    SchemaCheck payload(TriggerType type) {
        return of(type).payload();
    }

    SchemaCheck parameters(TriggerType type) {
        return of(type).parameters();
    }

    private Checks of(TriggerType type) {
        Checks checks = known.get(type.ref());
        if (checks == null || !checks.type().equals(type)) {
            checks = new Checks(type, SchemaCheck.of(type.payloadSchema()), SchemaCheck.of(type.parametersSchema()));
            known.put(type.ref(), checks);
        }
        return checks;
    }

    /** Forgets all, so that nothing is kept of types that went. */
    void clear() {
        known.clear();
    }
}
