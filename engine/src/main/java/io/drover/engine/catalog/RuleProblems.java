package io.drover.engine.catalog;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.api.RegisteredRule;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Pack;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.pack.Reference;
import io.drover.model.rule.Rule;
import io.drover.model.text.Nearest;
import io.drover.model.trigger.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What keeps rules of files from matching, besides errors in the files themselves.
 *
 * @param hidden rules of files whose name a rule of the API has
 */
record RuleProblems(
        Index<RegisteredRule> rules, Index<CallableAction> actions, RuleWaits waits, Map<Ref, Rule> hidden) {

    List<Problem> of(RegisteredPack registered) {
        Pack pack = registered.pack();
        List<Problem> problems = new ArrayList<>();
        hidden.values().stream()
                .filter(rule -> rule.ref().pack().equals(pack.ref()))
                .forEach(rule -> problems.add(Problem.error(file(pack, rule), 0, 0, taken(rule))));
        registered.references().stream()
                .flatMap(reference -> of(reference).stream())
                .map(Problem::asWarning)
                .forEach(problems::add);
        return problems;
    }

    private List<Problem> of(Reference reference) {
        if (reference.kind() == Kind.TRIGGER_TYPE) {
            return waits.reasons(Trigger.of(reference.ref(), reference.values())).stream()
                    .map(reference::error)
                    .toList();
        }
        CallableAction action = actions.get(reference.ref());
        return action == null
                ? List.of(reference.missingAction(hint(reference.ref())))
                : reference.unknownParameters(action.parameters().keySet());
    }

    private String hint(Ref unknown) {
        return Nearest.hint(
                unknown.toString(),
                actions.sorted().stream()
                        .map(known -> known.action().ref().toString())
                        .toList());
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

    private static String file(Pack pack, Rule rule) {
        return pack.path().getFileName() + "/" + rule.metadataFile();
    }
}
