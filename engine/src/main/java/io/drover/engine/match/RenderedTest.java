package io.drover.engine.match;

import io.drover.model.rule.Operator;
import org.jspecify.annotations.Nullable;

/** An operator whose pattern is rendered for each event. */
final class RenderedTest implements ValueTest {
    private final Operator operator;
    private final RuleLanguage.PatternTemplate template;
    private @Nullable Prepared last;

    RenderedTest(Operator operator, RuleLanguage.PatternTemplate template) {
        this.operator = operator;
        this.template = template;
    }

    /** A pattern most often stays what it was, and some operators are costly to prepare. */
    private record Prepared(String pattern, ValueTest test) {}

    @Override
    public boolean holds(@Nullable Object value, TestContext context) throws ClauseFailure {
        Object pattern = template.render(context.root());
        String text = Canonical.text(pattern);
        Prepared prepared = last;
        if (prepared == null || !prepared.pattern().equals(text)) {
            prepared = new Prepared(text, Operators.of(operator, pattern));
            last = prepared;
        }
        return prepared.test().holds(value, context);
    }
}
