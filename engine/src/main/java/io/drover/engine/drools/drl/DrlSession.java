package io.drover.engine.drools.drl;

import static org.drools.model.DSL.declarationOf;
import static org.drools.model.DSL.on;
import static org.drools.model.PatternDSL.pattern;
import static org.drools.model.PatternDSL.rule;

import io.drover.engine.fact.FactType;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Event;
import io.drover.model.trigger.EventFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.drools.core.common.InternalAgenda;
import org.drools.core.common.InternalFactHandle;
import org.drools.core.impl.RuleBaseFactory;
import org.drools.core.reteoo.TupleImpl;
import org.drools.core.rule.consequence.InternalMatch;
import org.drools.core.time.TimerService;
import org.drools.core.time.impl.PseudoClockScheduler;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.drools.kiesession.rulebase.KnowledgeBaseFactory;
import org.drools.model.Model;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KiePackagesBuilder;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBaseConfiguration;
import org.kie.api.KieServices;
import org.kie.api.conf.EventProcessingOption;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.DefaultRuleRuntimeEventListener;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.api.runtime.rule.Match;
import org.kie.api.time.SessionPseudoClock;

/**
 * The rules of a pack in one knowledge base with one session. Its clock stands still until its owner moves it; facts leave
 * after their time by a queue of its own, as Drools' inferred expiry is per class and stopped by any rule without a window.
 */
public final class DrlSession implements AutoCloseable {
    /** How long facts stay where no rule has a window. */
    private static final Duration USUAL = Duration.ofHours(1);
    /** A rule that fires so often for one batch of events goes on for ever. */
    private static final int MOST_FIRINGS = 20_000;

    private final Map<String, Ref> refs = new HashMap<>();
    private final Map<Ref, List<Function<Event, EventFact>>> facts = new HashMap<>();
    private final Map<String, Duration> kept = new HashMap<>();
    /** By the classes of their conditions. */
    private final Map<String, Set<Ref>> testing = new HashMap<>();

    private final long retention;
    private final KieSession session;
    private final SessionPseudoClock clock;
    private final TimerService jobs;
    private final InternalAgenda agenda;
    private final Requested requested = new Requested(this::current, this::events, this::now);
    private final Deque<Leaving> leaving = new ArrayDeque<>();
    private final Queue<Leaving> others = new PriorityQueue<>(Comparator.comparingLong(Leaving::at));
    private final Map<String, Integer> firings = new HashMap<>();
    private volatile @Nullable Match firing;
    /** Whether a rule asks for events as such. */
    private boolean plainly;

    private boolean inserting;
    /** Whether all rules have fired for what came and became due; what leaves brings no match about. */
    private boolean settled;

    private @Nullable String looping;

    /** A fact, and when it leaves. */
    private record Leaving(long at, FactHandle fact) {}

    /**
     * A session without events.
     *
     * @param files whose rules it has
     * @param active the rules of them that are run
     * @param start where its clock begins
     */
    public DrlSession(Collection<CompiledFile> files, Set<Ref> active, Instant start) {
        this.retention = retention(files).toMillis();
        files.forEach(file -> file.rules().forEach(each -> name(each.program(), each)));
        Set<Class<?>> classes = new HashSet<>();
        for (CompiledFile file : files) {
            kept.putAll(file.kept());
            file.conditions().forEach((type, names) -> names.forEach(each -> test(type, each, active)));
            file.facts().forEach((type, factClass) -> {
                if (classes.add(factClass)) {
                    add(type.trigger(), factClass);
                }
            });
            if (file.usesEvents()) {
                plainly = true;
                file.rules()
                        .forEach(each ->
                                each.triggerTypes().forEach(type -> facts.putIfAbsent(type, new ArrayList<>())));
            }
        }
        KieBaseConfiguration configuration = RuleBaseFactory.newKnowledgeBaseConfiguration();
        configuration.setOption(EventProcessingOption.STREAM);
        InternalKnowledgeBase knowledge = KnowledgeBaseFactory.newKnowledgeBase("drl", configuration);
        Set<Model> models = new LinkedHashSet<>();
        files.forEach(file -> models.addAll(file.models()));
        int number = 0;
        for (Model model : models) {
            knowledge.addPackages(packages(configuration, only(model, active, "m" + number++)));
        }
        ModelImpl keeping = new ModelImpl("keeping");
        classes.forEach(each -> keeping.addRule(keeping(each)));
        knowledge.addPackages(packages(configuration, keeping));
        KieSessionConfiguration sessionConfiguration = KieServices.get().newKieSessionConfiguration();
        sessionConfiguration.setOption(ClockTypeOption.PSEUDO);
        this.session = knowledge.newKieSession(sessionConfiguration, null);
        PseudoClockScheduler scheduler = session.getSessionClock();
        this.clock = scheduler;
        this.jobs = scheduler;
        this.agenda = (InternalAgenda) session.getAgenda();
        clock.advanceTime(start.toEpochMilli(), TimeUnit.MILLISECONDS);
        setGlobals(files);
        session.addEventListener(new Firing());
        session.addEventListener(new Inserting());
    }

    /** {@return how long events stay} */
    public static Duration retention(Collection<CompiledFile> files) {
        Duration longest = files.stream()
                .map(CompiledFile::span)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return longest.isZero() ? USUAL : longest;
    }

    private void name(@Nullable Program program, Rule rule) {
        if (program != null) {
            refs.put(program.name(), rule.ref());
        }
    }

    private void test(String type, String name, Set<Ref> active) {
        Ref rule = refs.get(name);
        if (rule != null && active.contains(rule)) {
            testing.computeIfAbsent(type, key -> new HashSet<>()).add(rule);
        }
    }

    @SuppressWarnings("unchecked")
    private void add(Ref trigger, Class<?> factClass) {
        try {
            facts.computeIfAbsent(trigger, key -> new ArrayList<>()).add((Function<Event, EventFact>)
                    factClass.getMethod(FactType.MAKER).invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A fact is made of an event", e);
        }
    }

    private static Collection<org.kie.api.definition.KiePackage> packages(
            KieBaseConfiguration configuration, Model model) {
        KiePackagesBuilder builder = new KiePackagesBuilder(configuration);
        builder.addModel(model);
        return List.copyOf(builder.build().getKiePackages());
    }

    private Model only(Model model, Set<Ref> active, String name) {
        ModelImpl chosen = new ModelImpl(name)
                .withRules(model.getRules().stream()
                        .filter(each -> active.contains(refs.get(each.getName())))
                        .toList())
                .withGlobals(model.getGlobals())
                .withQueries(model.getQueries());
        model.getTypeMetaDatas().forEach(chosen::addTypeMetaData);
        return chosen;
    }

    /** A rule that never matches: it keeps Drools from letting events of the class go by itself. */
    private static <T> org.drools.model.Rule keeping(Class<T> factClass) {
        Variable<T> variable = declarationOf(factClass, "fact");
        return rule("drover.keeping", factClass.getName())
                .build(
                        pattern(variable).expr("never", fact -> false),
                        on(variable).execute(fact -> {}));
    }

    private void setGlobals(Collection<CompiledFile> files) {
        Set<String> names = new TreeSet<>();
        files.forEach(file -> file.models()
                .forEach(model -> model.getGlobals().forEach(global -> {
                    if (global.getType().isInstance(requested)) {
                        names.add(global.getName());
                    }
                })));
        names.forEach(name -> session.setGlobal(name, requested));
    }

    /** Counts what is fired, and knows who fires. */
    private final class Firing extends DefaultAgendaEventListener {
        @Override
        public void beforeMatchFired(BeforeMatchFiredEvent event) {
            firing = event.getMatch();
            requested.begin();
        }

        @Override
        public void afterMatchFired(AfterMatchFiredEvent event) {
            firing = null;
        }
    }

    /** Lets go, in time, what consequences insert. */
    private final class Inserting extends DefaultRuleRuntimeEventListener {
        @Override
        public void objectInserted(ObjectInsertedEvent event) {
            if (!inserting) {
                Duration stay =
                        kept.getOrDefault(event.getObject().getClass().getSimpleName(), Duration.ofMillis(retention));
                others.add(new Leaving(clock.getCurrentTime() + stay.toMillis(), event.getFactHandle()));
            }
        }
    }

    private Ref current() {
        Match match = firing;
        if (match == null) {
            throw new IllegalStateException("Actions can only be asked for by the consequence of a rule.");
        }
        return ref(match);
    }

    private Ref ref(Match match) {
        Ref ref = refs.get(match.getRule().getName());
        if (ref == null) {
            throw new IllegalStateException("Rule \"" + match.getRule().getName() + "\" is none of the pack's");
        }
        return ref;
    }

    /** {@return the rule whose consequence runs now; null where none does; for any thread} */
    public @Nullable Ref running() {
        Match match = firing;
        return match == null ? null : refs.get(match.getRule().getName());
    }

    /**
     * {@return the rules whose conditions are tested; several where they share a condition; none where no condition is tested;
     * for any thread}
     *
     * @param stack of the thread that uses this session
     */
    public Set<Ref> tested(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            Set<Ref> rules = testing.get(frame.getClassName());
            if (rules != null) {
                return Set.copyOf(rules);
            }
        }
        return Set.of();
    }

    /** The events of a match, those that were accumulated included. */
    private List<Event> events() {
        Match match = firing;
        Map<String, Event> found = new HashMap<>();
        if (match instanceof InternalMatch internal) {
            for (TupleImpl tuple = internal.getTuple(); tuple != null; tuple = tuple.getParent()) {
                if (tuple.getFactHandle() != null) {
                    addEvent(tuple.getFactHandle().getObject(), found);
                }
                tuple.getAccumulatedObjects().forEach(object -> addEvent(object, found));
            }
        }
        List<Event> inOrder = new ArrayList<>(found.values());
        inOrder.sort(Comparator.comparingLong(Event::order));
        return Collections.unmodifiableList(inOrder);
    }

    private static void addEvent(@Nullable Object object, Map<String, Event> found) {
        if (object instanceof Event event) {
            found.put(event.getId(), event);
        } else if (object instanceof EventFact fact) {
            found.put(fact.getEvent().getId(), fact.getEvent());
        }
    }

    /** {@return the trigger types whose events it wants} */
    public Set<Ref> triggerTypes() {
        return Set.copyOf(facts.keySet());
    }

    /** {@return what the clock says} */
    public Instant now() {
        return Instant.ofEpochMilli(clock.getCurrentTime());
    }

    /**
     * Takes an event in, after what time alone brought about up to its acceptance.
     *
     * @throws BrokenRules where the session cannot go on
     */
    public void insert(Event event) {
        advance(event.getAcceptedAt());
        long until = clock.getCurrentTime() + retention;
        inserting = true;
        settled = false;
        requested.taken(event);
        try {
            if (plainly) {
                leaving.add(new Leaving(until, session.insert(event)));
            }
            for (Function<Event, EventFact> fact :
                    facts.getOrDefault(event.instance().triggerType(), List.of())) {
                leaving.add(new Leaving(until, session.insert(fact.apply(event))));
            }
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw broken(e);
        } finally {
            inserting = false;
        }
    }

    /**
     * Moves the clock on, if the moment is later than what it says, and lets go what has been there long enough. Whatever time
     * brings about comes at its own moment, however far the clock is moved at once: so a session does the same whether it lives
     * through a day or is told of it afterwards.
     */
    public void advance(Instant to) {
        long until = to.toEpochMilli();
        if (until <= clock.getCurrentTime()) {
            return;
        }
        if (!settled) {
            fire();
        }
        for (long next = nextChange(); next <= until; next = nextChange()) {
            move(next);
            letGo(next);
        }
        move(until);
    }

    private long nextChange() {
        long toNextJob = jobs.getTimeToNextJob();
        // a job that is due already is done with the next step
        long nextJob = toNextJob < 0 ? Long.MAX_VALUE : clock.getCurrentTime() + Math.max(1, toNextJob);
        return Math.min(nextJob, nextLeaving());
    }

    private long nextLeaving() {
        Leaving event = leaving.peek();
        Leaving other = others.peek();
        return Math.min(event == null ? Long.MAX_VALUE : event.at(), other == null ? Long.MAX_VALUE : other.at());
    }

    private void move(long to) {
        long by = to - clock.getCurrentTime();
        if (by > 0) {
            try {
                clock.advanceTime(by, TimeUnit.MILLISECONDS);
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                throw broken(e);
            }
            // time alone changes nothing but by the jobs that wait for it, and what they do is pending
            if (!settled || agenda.hasPendingPropagations()) {
                settled = false;
                fire();
            }
        }
    }

    /** What only comes about because a fact leaves is no match. */
    private void letGo(long now) {
        try {
            boolean left = letGo(leaving, now);
            left |= letGo(others, now);
            if (left) {
                int unused = session.fireAllRules(match -> false);
            }
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw broken(e);
        }
    }

    private boolean letGo(Queue<Leaving> queue, long now) {
        boolean left = false;
        for (Leaving first = queue.peek(); first != null && first.at() <= now; first = queue.peek()) {
            queue.remove();
            // one whose last justification went is valid still; Drools leaves it alone
            if (first.fact() instanceof InternalFactHandle there
                    && there.isValid()
                    && !there.isPendingRemoveFromStore()) {
                session.delete(first.fact());
                left = true;
            }
        }
        return left;
    }

    /** Fires all rules that match now. A consequence that fails is taken down, and the others go on. */
    public void fire() {
        firings.clear();
        while (true) {
            try {
                int unused = session.fireAllRules(this::mayFire);
                // a consequence may have halted the others
                settled = agenda.getAgendaGroupsManager().peekNextRule() == null;
                break;
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                if (firing == null) {
                    throw broken(e);
                }
                requested.failed(reason(e));
                firing = null;
            }
        }
        String loop = looping;
        if (loop != null) {
            Ref rule = refs.get(loop);
            throw new BrokenRules(
                    rule == null ? Set.of() : Set.of(rule),
                    "Rule \"" + loop + "\" fired more than " + MOST_FIRINGS + " times without an event in between.",
                    new IllegalStateException(loop));
        }
    }

    private boolean mayFire(Match match) {
        String name = match.getRule().getName();
        if (looping == null && firings.merge(name, 1, Integer::sum) > MOST_FIRINGS) {
            looping = name;
            session.halt();
        }
        return looping == null;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return "Its consequence failed: " + cause + ".";
    }

    private BrokenRules broken(Throwable failure) {
        Set<Ref> guilty = new TreeSet<>();
        for (Throwable each = failure; each != null && each.getCause() != each; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            refs.forEach((name, ref) -> {
                if (message.contains("\"" + name + "\"")) {
                    guilty.add(ref);
                }
            });
        }
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new BrokenRules(guilty, "A condition failed: " + root + ".", failure);
    }

    /** {@return what rules asked for since the last time} */
    public List<Asked> take() {
        return requested.take();
    }

    /** {@return how many facts there are} */
    public long size() {
        return session.getFactCount();
    }

    @Override
    public void close() {
        session.dispose();
    }
}
