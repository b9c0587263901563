package io.drover.testkit.lab;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the monitoring server tells the world: a hard change of state, or that flapping began or ended.
 *
 * @param id the same each time this alert is delivered, and no other alert's; fit for a file name
 * @param service null where the alert is about the host itself
 * @param lastState the state that the previous alert about the same told of
 * @param flapping whether it flaps from now on; the alert that differs in this from the previous one marks begin or end
 */
public record Alert(
        String id,
        String host,
        @Nullable String service,
        State state,
        StateType stateType,
        int attempt,
        int maxAttempts,
        String output,
        boolean flapping,
        State lastState,
        Instant at) {

    static Alert of(ServiceState now, State lastState, CheckResult result) {
        Checked checked = now.checked();
        return new Alert(
                id(checked, result),
                checked.host(),
                checked.service(),
                now.state(),
                now.type(),
                now.attempt(),
                checked.maxAttempts(),
                result.output(),
                now.flapping(),
                lastState,
                result.at());
    }

    /** {@return the fields as they are sent, in this order} Absent ones are null, the time is ISO 8601 in UTC. */
    public Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("alert_id", id);
        fields.put("host", host);
        fields.put("service", service);
        fields.put("state", state.name());
        fields.put("state_type", stateType.name());
        fields.put("attempt", attempt);
        fields.put("max_attempts", maxAttempts);
        fields.put("output", output);
        fields.put("flapping", flapping);
        fields.put("last_state", lastState.name());
        fields.put("timestamp", at.toString());
        return fields;
    }

    private static String id(Checked checked, CheckResult result) {
        String name = checked.service() == null ? checked.host() : checked.host() + "." + checked.service();
        Instant at = result.at();
        return name.replaceAll("[^A-Za-z0-9._-]", "-") + "." + at.getEpochSecond()
                + String.format(java.util.Locale.ROOT, "%09d", at.getNano());
    }
}
