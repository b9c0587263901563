package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.engine.ruletest.PackRules;
import io.drover.engine.ruletest.RuleTrial;
import io.drover.engine.ruletest.Surroundings;
import io.drover.engine.ruletest.TriedCase;
import io.drover.model.action.ActionCall;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTest;
import io.drover.model.text.Nearest;
import io.drover.ruledsl.RuleTestFiles;
import io.drover.ruledsl.YamlPackReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rule tests tried in memory: {@code drover rule test}, and a part of {@code drover pack test}. */
final class RuleTests {
    private static final Pattern FACT = Pattern.compile("\\bdrover\\.event\\.(\\w+)\\.");

    private final Invocation call;
    private final Trials trials;
    private final Path folder;
    private final Checked<PackContent> pack;
    private final List<PackContent> packs = new ArrayList<>();
    private final @Nullable PackRules rules;

    private RuleTests(Invocation call, Trials trials, Path folder) {
        this.call = call;
        this.trials = trials;
        this.folder = folder;
        this.pack = read(folder);
        this.rules = pack.value().map(this::rules).orElse(null);
    }

    /** Tries all rule tests of a pack. */
    static void ofPack(Invocation call, Path folder, Trials trials) {
        List<Path> files = RuleTestFiles.in(folder);
        if (!files.isEmpty()) {
            new RuleTests(call, trials, folder).run(files, rule -> true);
        }
    }

    static int run(Invocation call) {
        Trials trials = new Trials(call);
        for (String word : call.words()) {
            Path file = Path.of(word);
            if (!Files.isRegularFile(file)) {
                ofRule(call, word, trials);
                continue;
            }
            Path pack = RuleTestFiles.packOf(file);
            if (pack == null) {
                ofRuleFile(call, file, trials);
            } else {
                new RuleTests(call, trials, pack).run(List.of(file), rule -> true);
            }
        }
        return trials.end("rule test");
    }

    private static void ofRule(Invocation call, String ref, Trials trials) {
        Path folder = Optional.of(ref)
                .filter(Ref::looksLike)
                .map(Ref::parse)
                .flatMap(rule -> PackFolders.of(call).around(Path.of(".")).find(rule.pack()))
                .orElseThrow(() -> CommandFailure.usage("Tried to test \"" + ref
                        + "\", but found neither such a file nor an installed pack that has such a rule."));
        new RuleTests(call, trials, folder).run(Ref.parse(ref)::equals, ref);
    }

    private static void ofRuleFile(Invocation call, Path file, Trials trials) {
        Path folder = file.toAbsolutePath().normalize().resolve("../..").normalize();
        String name = "rules/" + file.getFileName();
        RuleTests tests = PackFolders.isPack(folder) ? new RuleTests(call, trials, folder) : null;
        Set<Ref> rules = tests == null
                ? Set.of()
                : tests.all().stream()
                        .filter(rule -> name.equals(rule.metadataFile()))
                        .map(Rule::ref)
                        .collect(Collectors.toSet());
        if (tests == null || rules.isEmpty()) {
            throw CommandFailure.usage("Tried to test \"" + file + "\", but it is neither a file of rule tests in"
                    + " \"tests/rules\" of a pack nor the file of a rule that can be read. \"drover rule check\" tells"
                    + " what is wrong in a rule.");
        }
        tests.run(rules::contains, file.toString());
    }

    private void run(Predicate<Ref> wanted, String what) {
        int tried = run(RuleTestFiles.in(folder), wanted);
        if (tried == 0) {
            throw CommandFailure.usage("Tried to test \"" + what + "\", but no file in \""
                    + folder.resolve(RuleTestFiles.FOLDER) + "\" has tests of it.");
        }
    }

    private static Checked<PackContent> read(Path folder) {
        return new YamlPackReader(null).read(folder, null);
    }

    /** What the pack's rules name of other packs is known where those lie on this machine. */
    private PackRules rules(PackContent content) {
        packs.add(content);
        Set<String> named = new TreeSet<>();
        content.programs()
                .forEach(program -> FACT.matcher(program.text()).results().forEach(fact -> {
                    named.add(fact.group(1));
                    named.add(fact.group(1).replace('_', '-'));
                }));
        content.rules().forEach(rule -> named.addAll(named(rule)));
        addNeighbours(named);
        PackRules compiled = PackRules.of(
                content,
                packs.stream().flatMap(each -> each.triggerTypes().stream()).toList());
        // what rules in DRL ask for is known only now
        compiled.rules().forEach(rule -> named.addAll(named(rule)));
        addNeighbours(named);
        return compiled;
    }

    private static Set<String> named(Rule rule) {
        return Stream.concat(
                        rule.triggerTypes().stream(), rule.actions().stream().map(ActionCall::ref))
                .map(Ref::pack)
                .collect(Collectors.toSet());
    }

    private void addNeighbours(Set<String> named) {
        PackFolders folders = PackFolders.of(call).around(folder);
        Set<String> missing = new TreeSet<>(named);
        packs.forEach(known -> missing.remove(known.pack().ref()));
        missing.stream()
                .flatMap(name -> folders.find(name).stream())
                .flatMap(other -> read(other).value().stream())
                .forEach(packs::add);
    }

    private List<Rule> all() {
        return rules == null ? List.of() : rules.rules();
    }

    /** {@return how many files had tests of the wanted rules} */
    private int run(List<Path> files, Predicate<Ref> wanted) {
        int tried = 0;
        for (Path file : files) {
            String name = name(file);
            Checked<RuleTest> read = RuleTestFiles.read(file, name);
            RuleTest test = read.value().orElse(null);
            if (test == null) {
                trials.add(new TriedFile(name, List.of(), told(read.problems()), List.of(), Duration.ZERO));
                tried++;
            } else if (wanted.test(test.rule())) {
                run(name, test);
                tried++;
            }
        }
        return tried;
    }

    private String name(Path file) {
        return folder.toAbsolutePath()
                .normalize()
                .relativize(file.toAbsolutePath().normalize())
                .toString()
                .replace('\\', '/');
    }

    private static String told(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n  "));
    }

    private void run(String file, RuleTest test) {
        PackRules known = rules;
        Rule rule = known == null ? null : known.find(test.rule()).orElse(null);
        if (known == null || rule == null) {
            trials.add(new TriedFile(file, List.of(), unknown(test.rule()), List.of(), Duration.ZERO));
            return;
        }
        try (RuleTrial trial = known.trial(rule, Surroundings.offline(packs))) {
            for (RuleTest.Case each : test.cases()) {
                Instant start = call.now();
                TriedCase tried = trial.run(each);
                trials.add(new TriedFile(
                        file,
                        each.name(),
                        tried.differences(),
                        null,
                        tried.notes(),
                        tried.called().stream().map(called -> called.document()).toList(),
                        Duration.between(start, call.now())));
            }
        } catch (DroverException e) {
            trials.add(new TriedFile(file, List.of(), e.getMessage(), List.of(), Duration.ZERO));
        }
    }

    private String unknown(Ref rule) {
        PackContent content = pack.value().orElse(null);
        if (content == null || rules == null) {
            return "The pack cannot be read:\n  " + told(pack.problems());
        }
        List<Problem> wrong = rules.problems().stream()
                .filter(problem -> problem.isError() && problem.file().contains("/rules/"))
                .toList();
        String broken = wrong.isEmpty() ? "" : " Not all of its rules can be read:\n  " + told(wrong);
        return "No rule of the pack '" + content.pack().ref() + "' has the ref '" + rule + "'."
                + Nearest.hint(
                        rule.toString(),
                        all().stream().map(each -> each.ref().toString()).toList())
                + broken;
    }
}
