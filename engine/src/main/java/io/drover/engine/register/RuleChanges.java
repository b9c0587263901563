package io.drover.engine.register;

import io.drover.engine.access.Asked;
import io.drover.engine.access.RuleRights;
import io.drover.engine.api.CollectedPart;
import io.drover.engine.api.RegisteredRule;
import io.drover.engine.api.Rules;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.RuleWaits;
import io.drover.engine.commit.Batch;
import io.drover.engine.drl.ProgramBook;
import io.drover.engine.explain.CollectedParts;
import io.drover.model.access.Principal;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.Kind;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramFile;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import io.drover.model.store.Listing;
import io.drover.model.store.Store;
import io.drover.model.trigger.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the API does with rules: files own content, the API owns an overlay and the rules it made itself. A rule is looked
 * at and changed in one turn of the rules' owner, so that nothing comes between.
 */
public final class RuleChanges implements Rules {
    private static final String DEFAULT_PACK = "default";

    private final Store store;
    private final Registry registry;
    private final RuleBook book;
    private final RuleWaits waits;
    private final ProgramBook programs;
    private final PackReader reader;
    private final RuleRights rights;
    private final InstantSource clock;

    RuleChanges(
            Store store,
            Registry registry,
            RuleBook book,
            RuleWaits waits,
            ProgramBook programs,
            PackReader reader,
            RuleRights rights,
            InstantSource clock) {
        this.store = store;
        this.programs = programs;
        this.registry = registry;
        this.book = book;
        this.waits = waits;
        this.reader = reader;
        this.rights = rights;
        this.clock = clock;
    }

    @Override
    public RegisteredRule create(Map<String, @Nullable Object> document, Principal by) {
        Rule rule = read(document, by);
        rights.requireToMake(rule, by);
        refuseCode(rule);
        return book.alone(() -> {
            requireFree(rule.ref());
            requireTrigger(rule);
            book.change(
                    Map.of(rule.ref(), book.said(rule.ref()).withMade(rule)), by.user(), Asked.WHY, RuleBook.NOTHING);
            return registered(rule.ref());
        });
    }

    @Override
    public RegisteredRule update(String refOrId, Map<String, @Nullable Object> document, Principal by) {
        Rule rule = read(document, by);
        return book.alone(() -> {
            RegisteredRule current = find(refOrId);
            requireId(current, refOrId, document.get("id"));
            if (current.fromFile()) {
                return overlay(current.rule(), rule, by);
            }
            rights.requireToMake(rule, by);
            refuseCode(rule);
            requireTrigger(rule);
            Ref name = current.rule().ref();
            Map<Ref, RuleSources> wanted = new LinkedHashMap<>();
            if (!rule.ref().equals(name)) {
                requireFree(rule.ref());
                wanted.put(name, book.said(name).withMade(null));
            }
            wanted.put(rule.ref(), book.said(rule.ref()).withMade(rule));
            book.change(wanted, by.user(), Asked.WHY, RuleBook.NOTHING);
            return registered(rule.ref());
        });
    }

    /** DRL is code, which only files of packs bring; what lets the API bring it belongs here, with its permission. */
    private static void refuseCode(Rule rule) {
        if (rule.program() != null) {
            throw DroverException.invalid("Rule '" + rule.ref()
                    + "' is written in DRL, which is code: put it into a file of its pack, 'rules/<name>.drl'.");
        }
    }

    private void requireFree(Ref ref) {
        RegisteredRule existing = registry.rule(ref);
        if (existing != null) {
            throw DroverException.alreadyExists(
                    "Rule '" + ref + "' exists already. Choose another name, or update that rule.",
                    existing.rule().id());
        }
    }

    private static void requireId(RegisteredRule current, String refOrId, @Nullable Object asked) {
        if (asked != null && !asked.equals(current.rule().id())) {
            throw DroverException.invalid(
                    "Rule '" + refOrId + "' has the id '" + current.rule().id() + "', but the request says '" + asked
                            + "'. Leave the id out, or ask for the other rule.");
        }
    }

    private RegisteredRule overlay(Rule now, Rule wanted, Principal by) {
        Ref ref = now.ref();
        if (!content(wanted).equals(content(now))) {
            throw DroverException.conflict(
                    owned(now) + "Only 'enabled' and 'shadow' can be set here; change the file for anything else.");
        }
        RuleSources said = book.said(ref);
        Overlay before = said.overlay();
        Boolean shadow =
                wanted.shadow() != now.shadow() ? (Boolean) wanted.shadow() : before == null ? null : before.shadow();
        Overlay overlay = new Overlay(Kind.RULE, ref, wanted.enabled(), shadow, clock.instant(), by.user());
        book.change(Map.of(ref, said.withOverlay(overlay)), by.user(), "overlay set by API", batch -> {
            batch.also(transaction -> transaction.overlays().put(overlay));
            audit(batch, by, wanted.enabled() ? "enabled" : "disabled", ref, overlay.at());
        });
        return registered(ref);
    }

    private static String owned(Rule rule) {
        return "Rule '" + rule.ref() + "' is owned by the file '" + rule.metadataFile() + "' of pack '"
                + rule.ref().pack() + "'. ";
    }

    private Map<String, @Nullable Object> content(Rule rule) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(reader.document(rule.with(true, false)));
        List.of("metadata_file", "context").forEach(content::remove);
        return content;
    }

    @Override
    public void delete(String refOrId, Principal by) {
        RegisteredRule unused = book.alone(() -> {
            RegisteredRule current = find(refOrId);
            if (current.fromFile()) {
                throw DroverException.conflict(owned(current.rule()) + "Remove the file, or disable the rule.");
            }
            Ref ref = current.rule().ref();
            book.change(Map.of(ref, book.said(ref).withMade(null)), by.user(), Asked.WHY, RuleBook.NOTHING);
            return current;
        });
    }

    @Override
    public RegisteredRule reset(String refOrId, Principal by) {
        return book.alone(() -> {
            RegisteredRule current = find(refOrId);
            return current.overlay() == null ? current : reset(current.rule().ref(), by);
        });
    }

    private RegisteredRule reset(Ref ref, Principal by) {
        Instant now = clock.instant();
        book.change(Map.of(ref, book.said(ref).withOverlay(null)), by.user(), "overlay removed by API", batch -> {
            batch.also(transaction -> transaction.overlays().remove(Kind.RULE, ref));
            audit(batch, by, "reset", ref, now);
        });
        return registered(ref);
    }

    private static void audit(Batch batch, Principal by, String what, Ref rule, Instant at) {
        batch.append(Asked.by(by, what, "rule", rule.toString(), at));
    }

    @Override
    public Listing<CollectedPart> collected(String refOrId, int offset, int limit) {
        Rule rule = find(refOrId).rule();
        return store.read(transaction -> CollectedParts.of(transaction, rule, offset, limit));
    }

    @Override
    public List<Problem> checkProgram(ProgramFile file) {
        return programs.check(file, registry.triggerTypes());
    }

    @Override
    public List<Problem> check(String yaml) {
        Checked<Rule> checked = reader.ruleText(yaml, "rule", DEFAULT_PACK);
        List<Problem> problems = new ArrayList<>(checked.problems());
        checked.value().ifPresent(rule -> {
            waits.reasons(rule).forEach(reason -> problems.add(Problem.error("rule", 0, 0, reason)));
            for (ActionCall call : rule.actions()) {
                if (registry.callable(call.ref()) == null) {
                    problems.add(Problem.warning("rule", 0, 0, "Action '" + call.ref() + "' is not registered."));
                }
            }
        });
        return problems;
    }

    @Override
    public Map<String, @Nullable Object> document(Rule rule) {
        return reader.document(rule);
    }

    private Rule read(Map<String, @Nullable Object> document, Principal by) {
        Map<String, @Nullable Object> content = new LinkedHashMap<>(document);
        // what an answer of this API holds besides the rule's content: clients send it back as they got it
        List.of("id", "ref", "uid").forEach(content::remove);
        Object trigger = content.get("trigger");
        if (trigger instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> asked = new LinkedHashMap<>();
            map.forEach((key, value) -> asked.put(String.valueOf(key), value));
            List.of("id", "ref", "uid", "description").forEach(asked::remove);
            content.put("trigger", asked);
        }
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        if (content.get("context") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> context.put(String.valueOf(key), value));
        }
        context.put("user", by.user());
        content.put("context", context);
        Checked<Rule> checked = reader.rule(content, "request", DEFAULT_PACK);
        Rule rule = checked.valueOrNull();
        if (rule == null) {
            throw DroverException.invalid(String.join(
                    " ",
                    checked.problems().stream()
                            .filter(Problem::isError)
                            .map(Problem::message)
                            .toList()));
        }
        return rule;
    }

    private void requireTrigger(Rule rule) {
        for (Trigger trigger : rule.triggers()) {
            List<String> reasons = waits.reasons(trigger);
            if (!reasons.isEmpty()) {
                throw DroverException.invalid(
                        "Trigger \"" + trigger.type() + "\" of the rule cannot be used. " + String.join(" ", reasons));
            }
        }
    }

    private RegisteredRule find(String refOrId) {
        return registry.rule(refOrId)
                .orElseThrow(() -> DroverException.notFound(
                        "Rule with a reference or id \"" + refOrId + "\" not found. 'drover rule list' shows all."));
    }

    private RegisteredRule registered(Ref ref) {
        return Objects.requireNonNull(registry.rule(ref), "A rule that was just registered is there");
    }
}
