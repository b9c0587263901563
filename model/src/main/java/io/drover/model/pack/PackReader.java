package io.drover.model.pack;

import io.drover.model.action.Action;
import io.drover.model.policy.Policy;
import io.drover.model.rule.Rule;
import io.drover.model.rule.RuleTestFile;
import io.drover.model.trigger.TriggerType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads packs and single objects from text. Pure: it looks only at the folder or document it is given, so references to
 * other packs are checked by whoever knows them. Never throws for bad content; every problem is in the result.
 */
public interface PackReader {

    /**
     * Reads one pack's folder.
     *
     * @param lastGood what its {@code pack.yaml} said when it could be read last, which counts while that is broken; null
     *     where nothing is known
     * @return absent value only where the folder cannot be read, or is no pack: it has no readable {@code pack.yaml}, and
     *     nothing is known of an earlier one
     */
    Checked<PackContent> read(Path folder, @Nullable Pack lastGood);

    /** {@return the rule tests in a pack's folder, by file; none where a reader knows none} */
    default List<RuleTestFile> ruleTests(Path folder) {
        return List.of();
    }

    /**
     * Reads a rule as the REST API and rule files write it.
     *
     * @param source what problems name as their file, for instance {@code ops/rules/alert.yaml} or {@code request}
     * @param defaultPack the pack of a rule that names none
     */
    Checked<Rule> rule(Map<String, @Nullable Object> document, String source, String defaultPack);

    /** Reads the text of a rule file, with positions in its problems. */
    Checked<Rule> ruleText(String yaml, String source, String defaultPack);

    /** Reads an action's metadata from its document. */
    Checked<Action> action(Map<String, @Nullable Object> document, String source, String defaultPack);

    /** Reads a trigger type from its document. */
    Checked<TriggerType> triggerType(Map<String, @Nullable Object> document, String source, String defaultPack);

    /** Reads a policy as the REST API and policy files write it; its parameters are checked against its type. */
    Checked<Policy> policy(Map<String, @Nullable Object> document, String source, String defaultPack);

    /** {@return the document of a rule: what {@link #rule} reads back as an equal rule, in StackStorm's shape} */
    Map<String, @Nullable Object> document(Rule rule);

    /** {@return the document of an action: what {@link #action} reads back as an equal action} */
    Map<String, @Nullable Object> document(Action action);

    /** {@return the text of a file of metadata that is read back as an equal action} */
    String text(Action action);

    /** {@return the document of a trigger type: what {@link #triggerType} reads back as an equal one} */
    Map<String, @Nullable Object> document(TriggerType type);

    /** {@return the document of a policy: what {@link #policy} reads back as an equal one} */
    Map<String, @Nullable Object> document(Policy policy);
}
