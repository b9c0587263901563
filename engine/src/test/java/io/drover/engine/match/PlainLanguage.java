package io.drover.engine.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A language just large enough for tests. A template is one path in braces. A {@code where} is made of conjuncts, split at
 * {@code " and "}: {@code path == 'text'}, or a path that has to be there and true.
 */
public final class PlainLanguage implements RuleLanguage {

    @Override
    public PatternTemplate pattern(String text) {
        if (!text.startsWith("{{") || !text.endsWith("}}")) {
            throw new IllegalArgumentException("Expected '}}' in '" + text + "'. Close the braces.");
        }
        CriterionPath path = CriterionPath.parse(text.substring(2, text.length() - 2));
        return context -> {
            Object value = path.first(context);
            if (value == null) {
                throw new ClauseFailure(path.text() + " is undefined");
            }
            return value;
        };
    }

    @Override
    public List<Condition> where(String expression) {
        List<Condition> conditions = new ArrayList<>();
        for (String conjunct : expression.split(" and ", -1)) {
            int equals = conjunct.indexOf(" == ");
            if (equals > 0) {
                String constant = conjunct.substring(equals + 4).replace("'", "");
                conditions.add(new Same(CriterionPath.parse(conjunct.substring(0, equals)), constant));
            } else {
                conditions.add(isTrue(CriterionPath.parse(conjunct)));
            }
        }
        return conditions;
    }

    private static Test isTrue(CriterionPath path) {
        return new Test(path.text(), path, Set.of(path.root()), context -> {
            @Nullable Object value = path.first(context.root());
            if (value == null) {
                context.notes().remark(path.text() + " is undefined");
                return false;
            }
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw new ClauseFailure(path.text() + " is no truth value");
        });
    }
}
