package io.drover.engine.ruletest;

import io.drover.engine.drl.ProgramBook;
import io.drover.engine.drools.drl.CompiledFile;
import io.drover.model.pack.PackContent;
import io.drover.model.pack.Problem;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.TriggerType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rules of a pack, those of its DRL files and decision tables included, ready to be tried. */
public final class PackRules {
    /** How long a rule in DRL may take for one event, as long as one that runs may twice over. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PackContent content;
    private final List<CompiledFile> files;

    private PackRules(PackContent content, List<CompiledFile> files) {
        this.content = content;
        this.files = files;
    }

    /**
     * Compiles what a pack has of DRL; nothing of Drools' compiler is loaded where it has none.
     *
     * @param read the pack as its files say it, or as it is in force: then a file that is broken now has the rules that it has there
     * @param types all that its rules may name
     */
    public static PackRules of(PackContent read, Collection<TriggerType> types) {
        ProgramBook book = new ProgramBook();
        PackContent whole = book.read(read, types, read::rules);
        return new PackRules(whole, read.programs().isEmpty() ? List.of() : book.files(whole, types));
    }

    /** {@return all rules} */
    public List<Rule> rules() {
        return content.rules();
    }

    /** {@return what is wrong in files of the pack, those of DRL included} */
    public List<Problem> problems() {
        return content.problems();
    }

    /** {@return a rule} */
    public Optional<Rule> find(Ref ref) {
        return content.rules().stream().filter(rule -> rule.ref().equals(ref)).findFirst();
    }

    /** {@return a trial of one of the rules} */
    public RuleTrial trial(Rule rule, Surroundings around) {
        return trial(rule, around, PATIENCE);
    }

    /** {@return a trial of one of the rules; one in DRL is given up where it takes longer for an event} */
    RuleTrial trial(Rule rule, Surroundings around, Duration patience) {
        return rule.program() == null ? new RuleTrial(rule, around) : new RuleTrial(rule, files, around, patience);
    }
}
