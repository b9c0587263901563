package io.drover.camelroutes.component;

import io.drover.model.pack.Ref;
import io.drover.model.trigger.Emission;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Joins a pack's routes to triggers and actions: {@code drover:trigger/<ref>} at the end of a route,
 * {@code drover:action/<ref>} at the beginning of one.
 */
public final class DroverComponent extends DefaultComponent {
    /** The name of the component in addresses of endpoints. */
    public static final String SCHEME = "drover";

    /** How the address of a trigger begins. */
    public static final String TRIGGER = SCHEME + ":trigger/";

    /** How the address of an action begins. */
    public static final String ACTION = SCHEME + ":action/";

    private static final Duration DEDUPE_WINDOW = Emission.DEDUPE_WINDOW;

    private final String pack;
    private final TriggerDoor door;
    private final Map<Ref, ActionConsumer> actions = new ConcurrentHashMap<>();

    public DroverComponent(String pack, TriggerDoor door) {
        this.pack = pack;
        this.door = door;
    }

    /** {@return what is wrong with a trigger in {@code from}} */
    public static String triggerInFrom(String address) {
        return "Expected '" + address + "' at the end of a route, but found it in 'from'."
                + " Rules, not routes, take events from a trigger.";
    }

    /** {@return what is wrong with an action among the steps of a route} */
    public static String actionAsStep(String address) {
        return "Expected '" + address + "' in 'from', but found it as a step of a route."
                + " Rules and workflows request actions; call a route by 'direct:'.";
    }

    /** {@return the running route that carries out the action} */
    public Optional<ActionConsumer> action(Ref action) {
        return Optional.ofNullable(actions.get(action));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        int slash = remaining.indexOf('/');
        String kind = slash < 0 ? remaining : remaining.substring(0, slash);
        Ref ref = slash < 0 ? null : Ref.parse(remaining.substring(slash + 1));
        if (ref != null && kind.equals("trigger")) {
            return new TriggerEndpoint(uri, this, call(ref, parameters), door, pack);
        }
        if (ref != null && kind.equals("action")) {
            if (!ref.pack().equals(pack)) {
                throw new IllegalArgumentException("Expected an action of the pack '" + pack + "', but found '" + ref
                        + "'. A route carries out actions of its own pack only.");
            }
            return new ActionEndpoint(uri, this, ref, actions);
        }
        throw new IllegalArgumentException(
                "Expected 'drover:trigger/<pack.name>' or 'drover:action/<pack.name>', but found" + " 'drover:"
                        + remaining + "'.");
    }

    private TriggerCall call(Ref trigger, Map<String, Object> parameters) {
        Duration window = getAndRemoveParameter(parameters, "dedupeWindow", Duration.class, DEDUPE_WINDOW);
        return new TriggerCall(
                trigger,
                getAndRemoveParameter(parameters, "payload", String.class),
                getAndRemoveParameter(parameters, "dedupeKey", String.class),
                window,
                getAndRemoveParameter(parameters, "occurredAt", String.class),
                getAndRemoveParameter(parameters, "traceTag", String.class),
                getAndRemoveParameter(parameters, "batch", boolean.class, true));
    }
}
