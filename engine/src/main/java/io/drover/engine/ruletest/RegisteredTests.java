package io.drover.engine.ruletest;

import io.drover.engine.catalog.Registry;
import io.drover.engine.enforce.Parameters;
import io.drover.engine.schema.Json;
import io.drover.model.error.DroverException;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.rule.RuleTestFile;
import io.drover.workflow.rehearse.Difference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the rule tests of a pack after it was registered, beside all other work and for a bounded time. What does not go as
 * it should becomes a warning among the problems of the pack; it keeps no rule from working.
 */
public final class RegisteredTests implements AutoCloseable {
    /** How long the tests of one pack may take. */
    static final Duration BUDGET = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RegisteredTests.class);
    private static final long IDLE_SECONDS = 5;

    private final Registry registry;
    private final Surroundings around;
    private final Function<Path, List<RuleTestFile>> files;
    private final Predicate<Ref> quarantined;
    private final Executor executor;
    private final LongSupplier nanos;
    /** The newest reading of each pack whose tests have not been tried yet. */
    private final Map<String, PackContent> waiting = new LinkedHashMap<>();
    /** What was told of each pack last; known to the one who tries alone. */
    private final Map<String, List<Problem>> told = new HashMap<>();

    private volatile boolean closed;

    /**
     * Tests of packs.
     *
     * @param files reads the tests in a pack's folder
     * @param quarantined says whether a rule is quarantined
     * @param mostHeld how many events a rule may hold
     * @param executor tries one pack after the other
     * @param nanos a clock that never goes back
     */
    RegisteredTests(
            Registry registry,
            Parameters parameters,
            Function<Path, List<RuleTestFile>> files,
            Predicate<Ref> quarantined,
            long mostHeld,
            Executor executor,
            LongSupplier nanos) {
        this.registry = registry;
        this.around = new Surroundings(
                registry, call -> registry.callable(call.ref()), parameters, Surroundings.LATENESS, mostHeld);
        this.files = files;
        this.quarantined = quarantined;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** Tests that are tried by a thread of their own, which is there only while there is something to try. */
    public static RegisteredTests inBackground(
            Registry registry,
            Parameters parameters,
            Function<Path, List<RuleTestFile>> files,
            Predicate<Ref> quarantined,
            long mostHeld) {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "drover-rule-tests");
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return new RegisteredTests(registry, parameters, files, quarantined, mostHeld, one, System::nanoTime);
    }

    /** Takes a pack that is in force now; returns at once. */
    public void take(PackContent pack) {
        boolean isNew;
        synchronized (waiting) {
            isNew = waiting.put(pack.pack().ref(), pack) == null;
        }
        if (isNew) {
            executor.execute(this::next);
        }
    }

    private void next() {
        PackContent pack;
        synchronized (waiting) {
            Iterator<PackContent> first = waiting.values().iterator();
            pack = first.next();
            first.remove();
        }
        if (closed) {
            return;
        }
        String ref = pack.pack().ref();
        try {
            List<Problem> found = problems(pack);
            List<Problem> before = told.getOrDefault(ref, List.of());
            registry.replaceProblems(ref, before, found);
            told.put(ref, found);
            found.stream().filter(problem -> !before.contains(problem)).forEach(problem -> LOG.warn("{}", problem));
        } catch (RuntimeException broken) {
            LOG.error("The rule tests of pack {} broke off.", ref, broken);
        }
    }

    private List<Problem> problems(PackContent pack) {
        List<Problem> problems = new ArrayList<>();
        List<RuleTestFile> found = files.apply(pack.pack().path());
        if (found.isEmpty()) {
            return problems;
        }
        PackRules rules = PackRules.of(pack, registry.triggerTypes());
        Set<Ref> out = rules.rules().stream()
                .filter(rule -> rule.program() != null)
                .map(Rule::ref)
                .filter(quarantined)
                .collect(Collectors.toCollection(TreeSet::new));
        long end = nanos.getAsLong() + BUDGET.toNanos();
        boolean isStuck = false;
        for (RuleTestFile file : found) {
            file.test().problems().forEach(problem -> problems.add(problem.asWarning()));
            RuleTest test = file.test().value().orElse(null);
            // what does not come back keeps a thread; it is to be one at most
            if (test != null && !closed && !isStuck) {
                isStuck = tried(rules, file.name(), test, out, end, problems);
            }
        }
        return problems;
    }

    /**
     * Tries the tests of a file.
     *
     * @param out rules in DRL that are quarantined: they would run beside those that are tried
     * @return whether one did not come back
     */
    private boolean tried(PackRules rules, String file, RuleTest test, Set<Ref> out, long end, List<Problem> problems) {
        Rule rule = rules.find(test.rule()).orElse(null);
        if (rule == null) {
            problems.add(Problem.warning(
                    file,
                    0,
                    0,
                    "The tests are of the rule '" + test.rule() + "', but no file of the pack has it. Correct the"
                            + " ref, or remove the file."));
            return false;
        }
        if (rule.program() != null && !out.isEmpty()) {
            problems.add(Problem.warning(
                    file,
                    0,
                    0,
                    "The tests were not tried, as they run beside " + out
                            + ", which is in DRL and quarantined. Mend it;" + " 'drover pack test' tries them."));
            return false;
        }
        try (RuleTrial trial = rules.trial(rule, around)) {
            for (RuleTest.Case each : test.cases()) {
                if (nanos.getAsLong() > end) {
                    problems.add(Problem.warning(
                            file,
                            each.line(),
                            0,
                            "The tests of the pack took longer than " + BUDGET.toSeconds() + " s, so those from '"
                                    + each.name() + "' on were not tried. 'drover pack test' tries all."));
                    return false;
                }
                TriedCase tried = trial.run(each);
                if (!tried.passed()) {
                    problems.add(Problem.warning(
                            file, each.line(), 0, "The test '" + each.name() + "' fails: " + told(tried)));
                }
                if (trial.isStuck()) {
                    return true;
                }
            }
        } catch (DroverException notTestable) {
            problems.add(Problem.warning(file, 0, 0, notTestable.getMessage()));
        }
        return false;
    }

    private static String told(TriedCase tried) {
        return tried.differences().stream().map(RegisteredTests::told).collect(Collectors.joining("; "))
                + ". 'drover pack test' tells more.";
    }

    private static String told(Difference difference) {
        return difference.key() + " expected " + text(difference.expected()) + ", found " + text(difference.found());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "nothing" : Json.write(value);
    }

    @Override
    public void close() {
        closed = true;
    }
}
