package io.drover.ruledsl.read;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.TriggerType;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** StackStorm's sensor metadata (platform spec 4.3): a Python class and the trigger types it announces. */
public final class SensorForm {
    private static final Set<String> KEYS = Set.of(
            "class_name",
            "name",
            "pack",
            "ref",
            "id",
            "uid",
            "metadata_file",
            "entry_point",
            "artifact_uri",
            "description",
            "enabled",
            "poll_interval",
            "trigger_types",
            "expect_every");

    /** A sensor with the trigger types that come with it. */
    public record Declared(SensorType sensor, List<TriggerType> triggerTypes) {
        public Declared {
            triggerTypes = List.copyOf(triggerTypes);
        }
    }

    private final Findings findings;

    public SensorForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the sensor; null after an error} */
    public @Nullable Declared read(Located located, Origin origin) {
        Fields fields = Fields.of(located, "a sensor", findings);
        if (fields == null) {
            return null;
        }
        fields.warnOfOthers(KEYS, "a sensor");
        Ref ref = Names.ref(fields, "class_name", origin.pack(), true);
        String entryPoint = fields.required("entry_point");
        String description = fields.text("description");
        boolean enabled = fields.flag("enabled", true);
        Integer pollInterval = fields.integer("poll_interval");
        Duration expectEvery = DurationText.read(fields, "expect_every");
        List<TriggerType> types = new ArrayList<>();
        for (Located each : fields.list("trigger_types")) {
            TriggerType type = new TriggerTypeForm(findings).read(each, origin);
            if (type != null) {
                types.add(type);
            }
        }
        if (ref == null || entryPoint == null || findings.hasErrors()) {
            return null;
        }
        return new Declared(
                new SensorType(
                        ref,
                        description,
                        enabled,
                        entryPoint,
                        pollInterval,
                        types.stream().map(TriggerType::ref).toList(),
                        origin.file(),
                        SensorType.Host.PYTHON,
                        expectEvery),
                types);
    }
}
