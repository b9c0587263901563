package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rule tests tried in memory: {@code drover rule test}, and a part of {@code drover pack test}. */
final class RuleTests {
    private final Invocation call;
    private final Trials trials;
    private final Path folder;
    private final Checked<PackContent> pack;
    private final List<PackContent> packs = new ArrayList<>();

    private RuleTests(Invocation call, Trials trials, Path folder) {
        this.call = call;
        this.trials = trials;
        this.folder = folder;
        this.pack = read(folder);
        pack.value().ifPresent(this::addWithNeighbours);
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
        tests(call, folder, Ref.parse(ref)::equals, ref, trials);
    }

    private static void ofRuleFile(Invocation call, Path file, Trials trials) {
        Path folder = file.toAbsolutePath().normalize().resolve("../..").normalize();
        String name = "rules/" + file.getFileName();
        Set<Ref> rules = !PackFolders.isPack(folder)
                ? Set.of()
                : read(folder).value().stream()
                        .flatMap(pack -> pack.rules().stream())
                        .filter(rule -> name.equals(rule.metadataFile()))
                        .map(Rule::ref)
                        .collect(Collectors.toSet());
        if (rules.isEmpty()) {
            throw CommandFailure.usage("Tried to test \"" + file + "\", but it is neither a file of rule tests in"
                    + " \"tests/rules\" of a pack nor the file of a rule that can be read. \"drover rule check\" tells"
                    + " what is wrong in a rule.");
        }
        tests(call, folder, rules::contains, file.toString(), trials);
    }

    private static void tests(Invocation call, Path folder, Predicate<Ref> wanted, String what, Trials trials) {
        int tried = new RuleTests(call, trials, folder).run(RuleTestFiles.in(folder), wanted);
        if (tried == 0) {
            throw CommandFailure.usage("Tried to test \"" + what + "\", but no file in \""
                    + folder.resolve(RuleTestFiles.FOLDER) + "\" has tests of it.");
        }
    }

    private static Checked<PackContent> read(Path folder) {
        return new YamlPackReader(null).read(folder, null);
    }

    /** What the pack's rules name of other packs is known where those lie on this machine. */
    private void addWithNeighbours(PackContent content) {
        packs.add(content);
        PackFolders folders = PackFolders.of(call).around(folder);
        Set<String> named = new TreeSet<>();
        content.rules()
                .forEach(rule -> Stream.concat(
                                rule.triggerTypes().stream(),
                                rule.actions().stream().map(ActionCall::ref))
                        .forEach(ref -> named.add(ref.pack())));
        named.remove(content.pack().ref());
        named.stream()
                .flatMap(name -> folders.find(name).stream())
                .flatMap(other -> read(other).value().stream())
                .forEach(packs::add);
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
        Rule rule = pack.value().stream()
                .flatMap(content -> content.rules().stream())
                .filter(each -> each.ref().equals(test.rule()))
                .findFirst()
                .orElse(null);
        if (rule == null) {
            trials.add(new TriedFile(file, List.of(), unknown(test.rule()), List.of(), Duration.ZERO));
            return;
        }
        try (RuleTrial trial = new RuleTrial(rule, Surroundings.offline(packs))) {
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
        if (content == null) {
            return "The pack cannot be read:\n  " + told(pack.problems());
        }
        List<Problem> wrong = pack.problems().stream()
                .filter(problem -> problem.isError() && problem.file().contains("/rules/"))
                .toList();
        String broken = wrong.isEmpty() ? "" : " Not all of its rules can be read:\n  " + told(wrong);
        String programs = content.programs().isEmpty() ? "" : " Rules in DRL are not tested this way yet.";
        return "No rule of the pack '" + content.pack().ref() + "' has the ref '" + rule + "'."
                + Nearest.hint(
                        rule.toString(),
                        content.rules().stream()
                                .map(each -> each.ref().toString())
                                .toList())
                + programs + broken;
    }
}
