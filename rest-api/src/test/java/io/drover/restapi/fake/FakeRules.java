package io.drover.restapi.fake;

import io.drover.engine.api.CollectedPart;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Rules;
import io.drover.model.access.Principal;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Criterion;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.store.Listing;
import io.drover.model.trigger.Trigger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Understands only what the tests send. */
final class FakeRules implements Rules {
    private final FakeCatalog catalog;

    @Nullable
    Map<String, @Nullable Object> lastDocument;

    FakeRules(FakeCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public RegisteredRule create(Map<String, @Nullable Object> document, Principal by) {
        Rule rule = read(document);
        RegisteredRule known = catalog.rules.get(rule.ref());
        if (known != null) {
            throw DroverException.alreadyExists(
                    "The rule '" + rule.ref() + "' exists already.",
                    known.rule().id());
        }
        catalog.put(rule, false);
        return catalog.rule(rule.ref().toString()).orElseThrow();
    }

    @Override
    public RegisteredRule update(String refOrId, Map<String, @Nullable Object> document, Principal by) {
        lastDocument = document;
        RegisteredRule known = catalog.rule(refOrId).orElseThrow();
        Rule rule = read(document);
        if (known.fromFile()) {
            if (!known.rule().criteria().equals(rule.criteria())) {
                throw DroverException.conflict("The rule '" + rule.ref() + "' belongs to the file 'ops/rules/a.yaml'.");
            }
            Overlay overlay = new Overlay(Kind.RULE, rule.ref(), rule.enabled(), null, FakeCatalog.SINCE, by.user());
            RegisteredRule changed = new RegisteredRule(
                    known.rule().with(rule.enabled(), false), 2, true, overlay, List.of(), FakeCatalog.SINCE);
            catalog.rules.put(rule.ref(), changed);
            return changed;
        }
        catalog.put(rule, false);
        return catalog.rule(rule.ref().toString()).orElseThrow();
    }

    @Override
    public void delete(String refOrId, Principal by) {
        RegisteredRule rule = catalog.rule(refOrId).orElseThrow();
        if (rule.fromFile()) {
            throw DroverException.conflict("The rule belongs to the file 'ops/rules/a.yaml'. Remove the file.");
        }
        catalog.rules.remove(rule.rule().ref());
    }

    @Override
    public Listing<CollectedPart> collected(String refOrId, int offset, int limit) {
        int revision = catalog.rule(refOrId).orElseThrow().revision();
        List<CollectedPart> all =
                Stream.of("n1", "n2", "").map(key -> collected(key, revision)).toList();
        int end = limit < 0 ? all.size() : Math.min(all.size(), offset + limit);
        return new Listing<>(all.subList(Math.min(offset, end), end), all.size());
    }

    private static CollectedPart collected(String key, int revision) {
        return new CollectedPart(
                "form",
                key,
                revision,
                List.of(new CollectedPart.Member("down", "0123456789abcdef01234567", FakeCatalog.SINCE)),
                null,
                "waiting for fan");
    }

    @Override
    public RegisteredRule reset(String refOrId, Principal by) {
        RegisteredRule rule = catalog.rule(refOrId).orElseThrow();
        RegisteredRule plain = new RegisteredRule(
                rule.rule().with(true, false), 3, rule.fromFile(), null, List.of(), FakeCatalog.SINCE);
        catalog.rules.put(rule.rule().ref(), plain);
        return plain;
    }

    @Override
    public List<Problem> check(String yaml) {
        return yaml.contains("trigger") ? List.of() : List.of(Problem.error("request", 1, 1, "'trigger' is missing"));
    }

    @Override
    public List<Problem> checkProgram(ProgramFile file) {
        return file.encoded() || file.text().contains("rule")
                ? List.of()
                : List.of(Problem.error(file.file(), 1, 0, "There is no rule"));
    }

    @Override
    public Map<String, @Nullable Object> document(Rule rule) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", rule.ref().name());
        document.put("pack", rule.ref().pack());
        document.put("description", rule.description());
        document.put("enabled", rule.enabled());
        document.put(
                "trigger",
                Map.of(
                        "type",
                        rule.trigger().type().toString(),
                        "parameters",
                        rule.trigger().parameters()));
        Map<String, @Nullable Object> criteria = new LinkedHashMap<>();
        for (Criterion criterion : rule.criteria()) {
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("type", criterion.operatorName());
            one.put("pattern", criterion.pattern());
            criteria.put(criterion.key(), one);
        }
        document.put("criteria", criteria);
        ActionCall call = rule.actions().get(0);
        document.put("action", Map.of("ref", call.ref().toString(), "parameters", call.parameters()));
        document.put("context", rule.context());
        return document;
    }

    private static Rule read(Map<String, @Nullable Object> document) {
        if (!(document.get("trigger") instanceof Map<?, ?> trigger)) {
            throw DroverException.invalid("'trigger' is a required property");
        }
        if (!String.valueOf(trigger.get("type")).equals("core.st2.webhook")) {
            throw DroverException.invalid("Trigger \"" + trigger.get("type") + "\" does not exist");
        }
        Rule like = FakeCatalog.rule(
                String.valueOf(document.getOrDefault("pack", "default")),
                String.valueOf(document.get("name")),
                "x",
                Boolean.TRUE.equals(document.get("enabled")));
        boolean plain = String.valueOf(document.get("criteria")).contains("pattern=go");
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        if (trigger.get("parameters") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> parameters.put(String.valueOf(key), value));
        }
        return new Rule(
                like.ref(),
                String.valueOf(document.get("description")),
                like.enabled(),
                false,
                like.type(),
                Trigger.of(Ref.parse("core.st2.webhook"), parameters),
                plain ? like.criteria() : List.of(),
                null,
                like.actions(),
                0,
                List.of(),
                Map.of("user", "stanley"),
                null);
    }
}
