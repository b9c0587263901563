package io.drover.engine.drl;

import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.ProgramLimits;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.model.rule.Program;
import io.drover.model.rule.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Gives rules in DRL the limits that stand in YAML files beside them. */
final class LimitFiles {
    private static final String RULES = "/rules/";
    private static final String ANNOTATION = "@limits";

    private final PackContent content;
    private final Supplier<List<Rule>> stored;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * The files of a pack.
     *
     * @param stored the rules of the pack's files as they were in force last
     */
    LimitFiles(PackContent content, Supplier<List<Rule>> stored) {
        this.content = content;
        this.stored = stored;
    }

    /** {@return what is wrong with the files, after {@link #applied}} */
    List<Problem> problems() {
        return problems;
    }

    /** {@return the rules with their limits} */
    List<Rule> applied(List<Rule> rules) {
        Map<Ref, ProgramLimits> byRule = new HashMap<>();
        content.programLimits().forEach(limits -> byRule.put(limits.rule(), limits));
        Map<Ref, Limits> last = isOneBroken() ? last() : Map.of();
        List<Rule> applied = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.program() == null) {
                applied.add(rule);
                continue;
            }
            ProgramLimits limits = byRule.remove(rule.ref());
            boolean isAnnotated = rule.program().text().contains(ANNOTATION);
            if (limits != null && isAnnotated) {
                problems.add(twice(limits, rule));
            }
            if (isAnnotated) {
                applied.add(rule);
            } else {
                applied.add(rule.with(limits == null ? last.getOrDefault(rule.ref(), Limits.NONE) : limits.limits()));
            }
        }
        byRule.values().forEach(limits -> problems.add(withoutRule(limits, rules)));
        return applied;
    }

    /** A file that cannot be read may be one of limits: a rule must not lose them by a slip of the pen. */
    private boolean isOneBroken() {
        Set<String> programs =
                content.programs().stream().map(program -> program.file()).collect(Collectors.toSet());
        return content.broken().stream().anyMatch(file -> file.contains(RULES) && !programs.contains(file));
    }

    private Map<Ref, Limits> last() {
        return stored.get().stream()
                .filter(rule -> rule.program() != null && !rule.limits().isNone())
                .collect(Collectors.toMap(Rule::ref, Rule::limits, (one, same) -> one));
    }

    private static Problem twice(ProgramLimits limits, Rule rule) {
        Program program = rule.program();
        return Problem.error(
                limits.file(),
                limits.line(),
                0,
                "The rule '" + rule.ref() + "' has limits in " + rule.metadataFile()
                        + (program == null ? "" : ":" + program.line())
                        + " already, which count. Write all of them here, or all of them there.");
    }

    private static Problem withoutRule(ProgramLimits limits, List<Rule> rules) {
        String known = rules.stream()
                .filter(rule -> rule.program() != null)
                .map(rule -> rule.ref().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        return Problem.error(
                limits.file(),
                limits.line(),
                0,
                "The file has nothing but limits, as for a rule in DRL, but no rule in DRL is '" + limits.rule()
                        + "'. There are: " + (known.isEmpty() ? "none" : known)
                        + ". Correct the name, or write the rule's trigger and action here.");
    }
}
