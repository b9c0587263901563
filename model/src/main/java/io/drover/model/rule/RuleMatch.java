package io.drover.model.rule;

import io.drover.model.pack.Ref;

/**
 * A rule and the event that it matched, as the matcher found it. Its key is without the revision, so that an event never
 * yields two executions of one rule's action.
 *
 * @param event place of the event in the batch that was matched
 */
public record RuleMatch(Ref rule, int revision, int event) {

    /** {@return what makes an execution of this match happen once} */
    public static String key(Ref rule, int actionIndex, String instanceId) {
        return rule + "/" + actionIndex + "/" + instanceId;
    }
}
