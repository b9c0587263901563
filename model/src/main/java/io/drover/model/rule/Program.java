package io.drover.model.rule;

import io.drover.model.pack.Ref;
import java.util.List;

/**
 * What makes a rule one in DRL.
 *
 * @param head the imports, globals and declarations of its file
 * @param text the rule itself
 * @param name its name in the text
 * @param line where it begins in its file
 * @param triggerTypes whose events it asks for; at least one
 */
public record Program(String head, String text, String name, int line, List<Ref> triggerTypes) {
    public Program {
        triggerTypes = List.copyOf(triggerTypes);
    }
}
