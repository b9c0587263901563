package io.drover.engine.catalog;

import io.drover.engine.api.RegisteredRule;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What keeps rules of files from matching, besides errors in the files themselves.
 *
 * @param hidden rules of files whose name a rule of the API has
 */
record RuleProblems(Index<RegisteredRule> rules, Index<CallableAction> actions, Map<Ref, Rule> hidden) {

    List<Problem> of(Pack pack) {
        List<Problem> problems = new ArrayList<>();
        hidden.values().stream()
                .filter(rule -> rule.ref().pack().equals(pack.ref()))
                .forEach(rule -> problems.add(Problem.error(file(pack, rule), 0, 0, taken(rule))));
        rules.sorted().stream()
                .filter(rule -> rule.fromFile() && rule.rule().ref().pack().equals(pack.ref()))
                .forEach(rule -> waits(rule)
                        .forEach(reason -> problems.add(Problem.warning(
                                file(pack, rule.rule()),
                                0,
                                0,
                                "Rule '" + rule.rule().ref() + "' waits: " + reason))));
        return problems;
    }

    private String taken(Rule rule) {
        RegisteredRule made = rules.get(rule.ref());
        return "Rule '" + rule.ref() + "' was made by API already" + (made == null ? "" : by(made))
                + ", which stays in force; this file waits. Delete that rule, 'drover rule delete " + rule.ref()
                + "', and the file counts from then on; or give this one another name.";
    }

    private static String by(RegisteredRule made) {
        Object user = made.rule().context().get("user");
        return " (" + (user == null ? "" : "by " + user + ", ") + "revision " + made.revision() + " of " + made.since()
                + ")";
    }

    private List<String> waits(RegisteredRule registered) {
        List<String> reasons = new ArrayList<>(registered.waitsFor());
        for (ActionCall call : registered.rule().actions()) {
            if (actions.get(call.ref()) == null) {
                reasons.add("Action '" + call.ref() + "' is not registered. Register its pack, or correct the rule.");
            }
        }
        return reasons;
    }

    private static String file(Pack pack, Rule rule) {
        return pack.path().getFileName() + "/" + rule.metadataFile();
    }
}
