package io.drover.engine.backtest;

import io.drover.engine.access.RuleRights;
import io.drover.engine.api.Backtests.Version;
import io.drover.engine.api.Catalog;
import io.drover.engine.api.RegisteredRule;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Checked;
import io.drover.model.pack.PackReader;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Store;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the version of a rule that is to be tried: by its text, by its revision, or the one in force. */
final class Candidates {
    private static final String REQUEST = "request";
    private static final String DEFAULT_PACK = "default";

    private final Catalog catalog;
    private final Store store;
    private final PackReader reader;
    private final RuleRights rights;

    Candidates(Catalog catalog, Store store, PackReader reader, RuleRights rights) {
        this.catalog = catalog;
        this.store = store;
        this.reader = reader;
        this.rights = rights;
    }

    Candidate of(Version version, Principal by) {
        String content = version.content();
        String name = version.rule();
        if ((content == null) == (name == null) || (content != null && version.revision() != null)) {
            throw DroverException.invalid(
                    "Expected either 'rule', with a 'revision' or without, or 'content', the text of a"
                            + " rule, but found " + (content == null ? "none of them." : "both. Leave one out."));
        }
        Candidate candidate = content != null ? ofText(content, by) : ofName(String.valueOf(name), version.revision());
        requireEvents(candidate.rule());
        return candidate;
    }

    private Candidate ofText(String content, Principal by) {
        Rule rule = read(reader.ruleText(content, REQUEST, DEFAULT_PACK), REQUEST);
        // its conditions may ask for what the datastore holds, as a rule that is made may
        rights.requireToMake(rule, by);
        return new Candidate(rule, 0, rule.ref() + " as given");
    }

    private Candidate ofName(String name, @Nullable Integer revision) {
        RegisteredRule registered = catalog.rule(name).orElse(null);
        if (revision == null) {
            if (registered == null) {
                throw DroverException.notFound(
                        "Rule '" + name + "' is not registered. 'drover rule list' tells which are.");
            }
            return candidate(registered.rule(), registered.revision());
        }
        Ref ref = registered == null ? Ref.parse(name) : registered.rule().ref();
        RuleRevision found = store.read(transaction -> transaction.rules().find(ref, revision))
                .orElseThrow(() -> DroverException.notFound("Rule '" + ref + "' has no revision " + revision
                        + ". GET /rules/{ref}/revisions tells which there are."));
        Map<String, @Nullable Object> document = found.document();
        if (document == null) {
            throw DroverException.invalid("In revision " + revision + " rule '" + ref
                    + "' was removed: there is nothing to try. Choose another one.");
        }
        return candidate(read(reader.rule(document, "database", ref.pack()), ref + "@" + revision), revision);
    }

    private static Candidate candidate(Rule rule, int revision) {
        return new Candidate(rule, revision, rule.ref() + "@" + revision);
    }

    private static Rule read(Checked<Rule> checked, String what) {
        return checked.value()
                .filter(rule -> checked.problems().stream().noneMatch(Problem::isError))
                .orElseThrow(() -> DroverException.invalid("Tried to read the rule of " + what + ", but found: "
                        + checked.problems().stream().map(Problem::toString).collect(Collectors.joining("; "))));
    }

    private static void requireEvents(Rule rule) {
        if (rule.program() != null) {
            throw DroverException.invalid("Rule '" + rule.ref()
                    + "' is written in DRL, which cannot be tried over stored events. Try a rule in YAML.");
        }
        if (rule.type() == Rule.Type.BACKSTOP) {
            throw DroverException.invalid(
                    "Rule '" + rule.ref() + "' is a backstop: what it does depends on all other rules"
                            + " of its trigger. Try it as a standard rule.");
        }
    }
}
