package io.drover.engine.drools;

import static org.drools.model.DSL.declarationOf;
import static org.drools.model.DSL.on;
import static org.drools.model.PatternDSL.alphaIndexedBy;
import static org.drools.model.PatternDSL.pattern;
import static org.drools.model.PatternDSL.rule;

import io.drover.engine.match.Clause;
import io.drover.engine.match.CriterionPath;
import io.drover.engine.match.MatchedRule;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.TriggerInstance;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.drools.model.Index.ConstraintType;
import org.drools.model.PatternDSL.PatternDef;
import org.drools.model.Rule;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KiePackagesBuilder;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Rules built into one Drools network, with a session that holds events only while they are matched. Not to be used any
 * more after an exception.
 */
final class Network {
    private static final String PACKAGE = "drover";
    private static final int TRIGGER_SLOT = 0;

    private final KieBaseConfiguration configuration = RuleBaseFactory.newKnowledgeBaseConfiguration();
    private final InternalKnowledgeBase knowledge = KnowledgeBaseFactory.newKnowledgeBase(PACKAGE, configuration);
    private final Map<Ref, TriggerPaths> triggers = new HashMap<>();
    private final Prefix start = Prefix.root();
    private final Map<Ref, Prefix> ends = new HashMap<>();
    private final Tested tested;
    private @Nullable KieSession session;
    private int built;

    /** @param tested is told which condition is tested */
    Network(Tested tested) {
        this.tested = tested;
    }

    /** Adds rules that are not there yet, all in one build: one by one would take far longer. */
    void add(Collection<MatchedRule> rules) {
        rules.forEach(this::countUses);
        close();
        ModelImpl model = new ModelImpl();
        rules.forEach(rule -> model.addRule(build(rule)));
        KiePackagesBuilder packages = new KiePackagesBuilder(configuration);
        packages.addModel(model);
        knowledge.addPackages(packages.build().getKiePackages());
    }

    void remove(MatchedRule rule) {
        Prefix end = ends.remove(rule.ref());
        if (end != null) {
            close();
            knowledge.removeRule(PACKAGE, rule.ref().toString());
            end.remove(rule);
        }
    }

    /** Matches events; what came of each is in the event, null where its trigger has no rules. */
    List<@Nullable Event> match(List<TriggerInstance> batch) {
        KieSession facts = session();
        List<@Nullable Event> events = new ArrayList<>(batch.size());
        List<FactHandle> handles = new ArrayList<>(batch.size());
        for (TriggerInstance instance : batch) {
            TriggerPaths trigger = triggers.get(instance.trigger());
            Event event = trigger == null ? null : new Event(instance, trigger, tested);
            events.add(event);
            if (event != null) {
                handles.add(facts.insert(event));
            }
        }
        facts.fireAllRules();
        handles.forEach(facts::delete);
        return events;
    }

    /** Lets the session go; the next match opens another. */
    void close() {
        if (session != null) {
            session.dispose();
            session = null;
        }
    }

    private KieSession session() {
        if (session == null) {
            session = knowledge.newKieSession();
        }
        return session;
    }

    private void countUses(MatchedRule rule) {
        TriggerPaths trigger = triggers.computeIfAbsent(rule.trigger(), ref -> new TriggerPaths(ref.toString()));
        equalities(rule).forEach(clause -> trigger.countUse(clause.path()));
    }

    private static List<Clause.Equality> equalities(MatchedRule rule) {
        return rule.clauses().all().stream()
                .filter(Clause.Equality.class::isInstance)
                .map(Clause.Equality.class::cast)
                .toList();
    }

    private Rule build(MatchedRule rule) {
        TriggerPaths trigger = triggers.computeIfAbsent(rule.trigger(), ref -> new TriggerPaths(ref.toString()));
        String name = trigger.trigger();
        Prefix prefix = start.then(name);
        Variable<Event> variable = declarationOf(Event.class, "event");
        PatternDef<Event> pattern = pattern(variable)
                .expr(
                        "trigger " + name,
                        event -> event.trigger().equals(name),
                        alphaIndexedBy(String.class, ConstraintType.EQUAL, TRIGGER_SLOT, Event::trigger, name));
        for (Clause.Equality clause :
                equalities(rule).stream().sorted(trigger.popularFirst()).toList()) {
            prefix = prefix.then(equality(pattern, clause, trigger.id(clause.path())));
        }
        for (Clause clause : rule.clauses().all()) {
            if (clause instanceof Clause.Predicate predicate) {
                prefix = predicate(pattern, predicate, trigger, prefix);
            }
        }
        prefix.add(rule);
        ends.put(rule.ref(), prefix);
        // The last constraint takes the match down and lets nothing pass: finding it is all that Drools is needed for,
        // and
        // its agenda would cost more than that. The number tells the node of a rule from that of its old revision.
        pattern.expr("rule " + rule.ref() + " " + ++built, event -> event.matched(rule));
        return rule(PACKAGE, rule.ref().toString()).build(pattern, on(variable).execute(event -> {}));
    }

    /** The expression's text decides which nodes are one, so equal tests must have one text: that of path id and key. */
    private static String equality(PatternDef<Event> pattern, Clause.Equality clause, int pathId) {
        String text = "path " + pathId + " = " + clause.key();
        CriterionPath path = clause.path();
        String key = clause.key();
        pattern.expr(
                text,
                event -> key.equals(event.key(pathId, path)),
                alphaIndexedBy(
                        String.class,
                        ConstraintType.EQUAL,
                        TRIGGER_SLOT + 1 + pathId,
                        event -> event.key(pathId, path),
                        key));
        return text;
    }

    private static Prefix predicate(
            PatternDef<Event> pattern, Clause.Predicate clause, TriggerPaths trigger, Prefix before) {
        Prefix shared = before.then(clause.text());
        CriterionPath path = clause.path();
        if (path == null) {
            pattern.expr(clause.text(), event -> event.satisfies(clause, null, shared));
        } else {
            int pathId = trigger.id(path);
            pattern.expr(clause.text(), event -> event.satisfies(clause, event.value(pathId, path), shared));
        }
        return shared;
    }
}
