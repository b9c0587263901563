package io.drover.engine.enforce;

import io.drover.engine.catalog.CallableAction;
import io.drover.engine.datastore.TemplateKeys;
import io.drover.engine.schema.Json;
import io.drover.engine.secret.Veil;
import io.drover.expressions.Budget;
import io.drover.expressions.Jinja;
import io.drover.model.error.DroverException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders, casts and checks the parameters of a call (platform spec 5.2; StackStorm's {@code util/param.py}). Parameters may
 * refer to each other and to the context.
 */
public final class Parameters {
    /** For each template: parameters may hold a whole payload, but the thread that matches events waits for them. */
    private static final Budget BUDGET =
            Budget.standard().withSteps(200_000).withTextLength(4 * 1024 * 1024).withTime(Duration.ofMillis(500));

    private final Jinja jinja;
    private final PackConfigs configs;
    private final TemplateKeys keys;

    /**
     * Parameters of calls.
     *
     * @param configs what templates see of a pack's configuration, as {@code config_context}
     * @param keys what they see of the datastore
     */
    public Parameters(PackConfigs configs, TemplateKeys keys) {
        this.jinja =
                Jinja.strict().withFilter(TemplateKeys.DECRYPT, keys.decrypt()).withBudget(BUDGET);
        this.configs = configs;
        this.keys = keys;
    }

    /**
     * What a caller gave, as it is stored with the execution: templates rendered, values cast and checked, defaults that
     * are templates rendered along.
     *
     * @param context what templates see besides the parameters, such as {@code trigger}; the user of its
     *     {@code action_context} is the one whose keys of the datastore they see
     * @throws DroverException {@code INVALID_ARGUMENT} with every violation
     */
    public Prepared requested(
            CallableAction callable,
            Map<String, @Nullable Object> given,
            Map<String, ? extends @Nullable Object> context) {
        return requestedAgain(callable, Prepared.NOTHING, given, context);
    }

    /**
     * As {@link #requested}, where the call repeats another one: what that one's templates gave is used as it is, though it
     * may look like a template itself.
     *
     * @param stored what the other call was stored with; what is given counts before it
     */
    public Prepared requestedAgain(
            CallableAction callable,
            Prepared stored,
            Map<String, @Nullable Object> given,
            Map<String, ? extends @Nullable Object> context) {
        refuseImmutable(callable, given);
        Prepared kept = stored.only(name -> !given.containsKey(name));
        Map<String, @Nullable Object> sources = new LinkedHashMap<>(given);
        Set<String> wanted = new LinkedHashSet<>(kept.clear().keySet());
        wanted.addAll(given.keySet());
        callable.parameters().forEach((name, schema) -> {
            Object fallback = schema.get("default");
            if (fallback != null && sources.get(name) == null && kept.clear().get(name) == null) {
                sources.put(name, fallback);
                if (Rendering.isTemplate(fallback)) {
                    wanted.add(name);
                }
            }
        });
        PackConfig config = config(callable, user(context));
        Rendering rendering = rendering(callable, sources, context, config);
        rendering.keepCast(kept.only(name -> !sources.containsKey(name)));
        Prepared all = covered(rendering.all(), config.secrets());
        check(callable, all);
        return all.only(wanted::contains);
    }

    /** As {@link #requested}, where what is given are values and no templates, whatever they look like. */
    public Prepared requestedPlainly(
            CallableAction callable,
            Map<String, @Nullable Object> given,
            Map<String, ? extends @Nullable Object> context) {
        refuseImmutable(callable, given);
        return requestedAgain(callable, new Prepared(given, shownAsGiven(callable, given)), Map.of(), context);
    }

    /**
     * As {@link #requestedPlainly(CallableAction, Map, Map)}, where more than the action's own parameters is secret.
     *
     * @param veil over those secrets
     */
    public Prepared requestedPlainly(
            CallableAction callable,
            Map<String, @Nullable Object> given,
            Veil veil,
            Map<String, ? extends @Nullable Object> context) {
        refuseImmutable(callable, given);
        return requestedAgain(callable, new Prepared(given, shownAsGiven(callable, given, veil)), Map.of(), context);
    }

    /**
     * {@return parameters as they were given, for a call that cannot be made: secrets are masked, not kept}
     *
     * @param veil over more secrets than those of the action and its pack
     */
    public Map<String, @Nullable Object> shownAsGiven(
            CallableAction callable, Map<String, @Nullable Object> given, Veil veil) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shownAsGiven(callable, given).forEach((name, value) -> shown.put(name, veil.covered(value)));
        return shown;
    }

    private static void refuseImmutable(CallableAction callable, Map<String, @Nullable Object> given) {
        List<String> immutable =
                given.keySet().stream().filter(callable::isImmutable).toList();
        if (!immutable.isEmpty()) {
            throw DroverException.invalid("Override of immutable parameter(s) " + quoted(immutable)
                    + " is unsupported. Leave them out: their value is always the default.");
        }
    }

    /** {@return the stored parameters together with the defaults of those that were not given, as a runner gets them} */
    public Prepared complete(
            CallableAction callable, Prepared stored, Map<String, ? extends @Nullable Object> context) {
        Map<String, @Nullable Object> missing = new LinkedHashMap<>();
        callable.parameters().forEach((name, schema) -> {
            if (stored.clear().get(name) == null && schema.containsKey("default")) {
                missing.put(name, schema.get("default"));
            }
        });
        PackConfig config = config(callable, user(context));
        Rendering rendering = rendering(callable, missing, context, config);
        rendering.keep(stored.only(name -> !missing.containsKey(name)));
        return covered(rendering.all(), config.secrets());
    }

    private Rendering rendering(
            CallableAction callable,
            Map<String, @Nullable Object> sources,
            Map<String, ? extends @Nullable Object> context,
            PackConfig config) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>(context);
        seen.put("config_context", config.values());
        seen.put(TemplateKeys.NAME, keys.seenBy(user(context)));
        return new Rendering(jinja, callable, sources, seen, config.schema(), keys::decrypted);
    }

    private static String user(Map<String, ? extends @Nullable Object> context) {
        return context.get("action_context") instanceof Map<?, ?> of && of.get("user") instanceof String user
                ? user
                : "";
    }

    /** {@return parameters as they were given, for a call that cannot be rendered: secrets are masked, not kept} */
    Map<String, @Nullable Object> shownAsGiven(CallableAction callable, Map<String, @Nullable Object> given) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>(given);
        masked.replaceAll(callable::shown);
        return covered(
                        new Prepared(given, masked),
                        configs.asWritten(callable.action().ref().pack()).secrets())
                .shown();
    }

    /** A secret may stand in another parameter, though no template brought it there. */
    private static Prepared covered(Prepared parameters, List<Object> more) {
        List<Object> secrets = new ArrayList<>(parameters.hidden());
        secrets.addAll(more);
        if (secrets.isEmpty()) {
            return parameters;
        }
        Veil veil = Veil.over(secrets);
        Map<String, @Nullable Object> covered = new LinkedHashMap<>();
        parameters.shown().forEach((name, value) -> covered.put(name, veil.covered(value)));
        return new Prepared(parameters.clear(), covered);
    }

    /** {@return the configuration of an action's pack for a call on behalf of a user} */
    public PackConfig config(CallableAction callable, String user) {
        return configs.of(callable.action().ref().pack(), user);
    }

    private void check(CallableAction callable, Prepared all) {
        Map<String, @Nullable Object> present = new LinkedHashMap<>(all.clear());
        // a parameter that is optional, or whose default is null, may be null (libraries.md of the original:
        // util/schema)
        present.entrySet()
                .removeIf(entry ->
                        entry.getValue() == null && callable.parameters().containsKey(entry.getKey()));
        if (present.isEmpty() && callable.parameters().values().stream().noneMatch(Parameters::isRequired)) {
            return;
        }
        List<String> violations = callable.check().violations(present);
        if (!violations.isEmpty()) {
            throw DroverException.invalid(Veil.over(all.hidden())
                    .masked("The parameters do not fit action '"
                            + callable.action().ref() + "': " + String.join("; ", violations) + ". 'drover action get "
                            + callable.action().ref() + "' shows what it takes."));
        }
    }

    private static boolean isRequired(Map<String, @Nullable Object> schema) {
        return Boolean.TRUE.equals(schema.get("required"));
    }

    private static String quoted(List<String> names) {
        return Json.write(names).replace('"', '\'');
    }
}
