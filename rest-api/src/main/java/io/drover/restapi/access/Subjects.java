package io.drover.restapi.access;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.EntryPoints;
import io.drover.engine.api.RegisteredRule;
import io.drover.model.access.ApiKey;
import io.drover.model.access.Resource;
import io.drover.model.action.Action;
import io.drover.model.execution.Execution;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.policy.Policy;
import io.drover.model.policy.PolicyType;
import io.drover.model.rule.RuleEnforcement;
import io.drover.model.trigger.SensorType;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * To what calls ask for their permissions, by the uids that grants use (platform spec 10.2). What does not exist is called by
 * what the caller called it, so that whoever may not see it is not told whether it is there.
 */
public final class Subjects {
    private static final String DEFAULT_PACK = "default";

    private final EntryPoints engine;
    private final Catalog catalog;

    public Subjects(EntryPoints engine) {
        this.engine = engine;
        this.catalog = engine.catalog();
    }

    /** {@return an action, with its pack} */
    public static Resource ofAction(Ref action) {
        return in(Kind.ACTION, action);
    }

    /** {@return an execution, with its action and the action's pack} */
    public static Resource ofExecution(String id, Ref action) {
        return Resource.of("execution:" + id, Kind.ACTION.uid(action), Kind.PACK.uid(action.pack()));
    }

    /** {@return a trigger type, with its pack} */
    public static Resource ofTriggerType(Ref type) {
        return in(Kind.TRIGGER_TYPE, type);
    }

    public Resource action(Call call) {
        return action(call.at("ref"));
    }

    /** The action that the body asks for. */
    public @Nullable Resource requestedAction(Call call) {
        return call.fields().values().get("action") instanceof String action ? action(action) : null;
    }

    /** The action that the body makes. */
    public @Nullable Resource newAction(Call call) {
        return made(Kind.ACTION, call);
    }

    /** The action that a clone will be. */
    public @Nullable Resource clonedAction(Call call) {
        Map<String, @Nullable Object> body = call.fields().values();
        return body.get("dest_pack") instanceof String pack
                        && body.get("dest_action") instanceof String name
                        && Ref.looksLike(pack + "." + name)
                        && pack.indexOf('.') < 0
                ? ofAction(Ref.of(pack, name))
                : null;
    }

    private Resource action(String refOrId) {
        return named(Kind.ACTION, refOrId, catalog.action(refOrId).map(Action::ref));
    }

    public Resource runner(Call call) {
        String name = call.at("name");
        return Resource.of(Kind.RUNNER.uid(
                catalog.runnerType(name).map(runner -> runner.name()).orElse(name)));
    }

    public Resource triggerType(Call call) {
        String refOrId = call.at("ref");
        return named(Kind.TRIGGER_TYPE, refOrId, catalog.triggerType(refOrId).map(type -> type.ref()));
    }

    public Resource trigger(Call call) {
        String refOrId = call.at("ref");
        Optional<Trigger> trigger = catalog.trigger(refOrId);
        return trigger.map(found -> Resource.of(
                        Kind.TRIGGER.uid(found.ref()),
                        Kind.TRIGGER_TYPE.uid(found.type()),
                        Kind.PACK.uid(found.type().pack())))
                .orElseGet(() -> named(Kind.TRIGGER, refOrId, Optional.empty()));
    }

    public Resource timer(Call call) {
        String refOrId = call.at("ref");
        Ref ref = engine.timers()
                .find(refOrId)
                .map(timer -> timer.trigger().ref())
                .orElse(null);
        return ref == null
                ? Resource.of("timer:" + refOrId)
                : Resource.of("timer:" + ref.pack() + ":" + ref.name(), Kind.PACK.uid(ref.pack()));
    }

    public Resource sensor(Call call) {
        String refOrId = call.at("ref");
        return named(
                Kind.SENSOR,
                refOrId,
                engine.sensors().find(refOrId).map(status -> status.type()).map(SensorType::ref));
    }

    public Resource pack(Call call) {
        String refOrId = call.at("ref");
        return Resource.of(Kind.PACK.uid(
                catalog.pack(refOrId).map(pack -> pack.pack().ref()).orElse(refOrId)));
    }

    /** The packs that the body names, where it names one alone. */
    public @Nullable Resource registeredPack(Call call) {
        List<String> packs = call.fields().texts("packs");
        return packs.size() == 1 ? Resource.of(Kind.PACK.uid(packs.get(0))) : null;
    }

    public Resource execution(Call call) {
        String id = call.at("id");
        Optional<Execution> execution = id.equals("last")
                ? engine.executions().last()
                : engine.executions().find(id);
        return execution
                .map(found -> ofExecution(found.id(), found.action()))
                .orElseGet(() -> Resource.of("execution:" + id));
    }

    /** An inquiry, with the action of the workflow that asks: whoever may run that may look and respond. */
    public Resource inquiry(Call call) {
        String id = call.at("id");
        String uid = "inquiry:" + id;
        return engine.executions()
                .find(id)
                .map(asking -> asking.cause().parent())
                .flatMap(engine.executions()::find)
                .map(Execution::action)
                .map(action -> Resource.of(uid, Kind.ACTION.uid(action), Kind.PACK.uid(action.pack())))
                .orElseGet(() -> Resource.of(uid));
    }

    public Resource rule(Call call) {
        String refOrId = call.at("ref");
        return named(
                Kind.RULE,
                refOrId,
                catalog.rule(refOrId).map(RegisteredRule::rule).map(rule -> rule.ref()));
    }

    /** The rule that the body makes. */
    public @Nullable Resource newRule(Call call) {
        return made(Kind.RULE, call);
    }

    /** {@return what a body makes, by its name and pack} */
    private static @Nullable Resource made(Kind kind, Call call) {
        Fields fields = call.fields();
        if (!(fields.values().get("name") instanceof String name) || name.isEmpty()) {
            return null;
        }
        String pack = fields.values().get("pack") instanceof String given && Ref.looksLike(given + ".x")
                ? given
                : DEFAULT_PACK;
        return in(kind, Ref.of(pack, name));
    }

    public Resource policy(Call call) {
        String refOrId = call.at("ref");
        return named(Kind.POLICY, refOrId, engine.policies().find(refOrId).map(Policy::ref));
    }

    public @Nullable Resource newPolicy(Call call) {
        return made(Kind.POLICY, call);
    }

    public Resource policyType(Call call) {
        String refOrId = call.at("ref");
        return Resource.of(
                PolicyType.find(refOrId).map(PolicyType::uid).orElseGet(() -> Kind.POLICY_TYPE.uid(refOrId)));
    }

    public Resource enforcement(Call call) {
        String id = call.at("id");
        return engine.enforcements()
                .find(id)
                .map(RuleEnforcement::rule)
                .map(rule -> in(Kind.RULE, rule))
                .orElseGet(() -> Resource.of("rule_enforcement:" + id));
    }

    /** The trigger type of an event. */
    public Resource instance(Call call) {
        String id = call.at("id");
        return engine.events()
                .find(id)
                .map(TriggerInstance::triggerType)
                .map(Subjects::ofTriggerType)
                .orElseGet(() -> Resource.of("trigger_instance:" + id));
    }

    public Resource webhook(Call call) {
        return ofWebhook(call.at("hook"));
    }

    /** The webhook that takes any trigger's events. */
    public Resource anyTriggersWebhook(Call call) {
        return ofWebhook("st2");
    }

    private static Resource ofWebhook(String url) {
        String bare = url.startsWith("/") ? url.substring(1) : url;
        return Resource.of("webhook:" + (bare.endsWith("/") ? bare.substring(0, bare.length() - 1) : bare));
    }

    public Resource trace(Call call) {
        return Resource.of("trace:" + call.at("id"));
    }

    public Resource deadLetter(Call call) {
        return Resource.of("dead_letter:" + call.at("id"));
    }

    /** One's own key is nobody else's concern. */
    public Resource key(Call call) {
        String idOrKey = call.at("key");
        Optional<ApiKey> key = engine.keys().find(idOrKey);
        // an unknown one may be a key itself, which is said nowhere
        return key.map(found -> Resource.owned("api_key:" + found.id(), found.user()))
                .orElseGet(() -> Resource.of("api_key:unknown"));
    }

    /** A key of one's own, unless the body names another user. */
    public Resource newKey(Call call) {
        String user = call.principal().user();
        return call.fields().values().get("user") instanceof String other && !other.equals(user)
                ? Resource.of("api_key:of " + other)
                : Resource.owned("api_key:of " + user, user);
    }

    /** {@return a user by name} */
    public static Resource ofUser(String name) {
        return Resource.of(Kind.USER.uid(name));
    }

    public Resource user(Call call) {
        String name = call.at("name");
        return ofUser(engine.users().find(name).map(user -> user.name()).orElse(name));
    }

    public Resource role(Call call) {
        return Resource.of(Kind.ROLE.uid(call.at("name")));
    }

    private static Resource named(Kind kind, String refOrId, Optional<Ref> found) {
        if (found.isPresent()) {
            return in(kind, found.orElseThrow());
        }
        return Ref.looksLike(refOrId) ? in(kind, Ref.parse(refOrId)) : Resource.of(kind.uid(refOrId));
    }

    private static Resource in(Kind kind, Ref ref) {
        return Resource.of(kind.uid(ref), Kind.PACK.uid(ref.pack()));
    }
}
