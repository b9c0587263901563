package io.drover.expressions.workflow;

import java.util.Set;

/**
 * A name in an expression that nothing stands for. The expression can be read; it fails once it comes to that name.
 *
 * @param expression the expression with its delimiters
 * @param known what it may have been meant to be
 */
public record UnknownName(Language language, String expression, String name, Set<String> known) {
    public UnknownName {
        known = Set.copyOf(known);
    }
}
