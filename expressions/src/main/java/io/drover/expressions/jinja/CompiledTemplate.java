package io.drover.expressions.jinja;

import io.drover.expressions.Budget;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Template;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A template, parsed. */
final class CompiledTemplate implements Template {
    private final Statement.Body body;
    private final Map<String, Statement.Block> blocks;
    private final Statement.@Nullable Placed lone;
    private final Evaluation evaluation;

    private CompiledTemplate(Statement.Body body, Map<String, Statement.Block> blocks, Evaluation evaluation) {
        this.body = body;
        this.blocks = Map.copyOf(blocks);
        this.lone = lone(body);
        this.evaluation = evaluation;
    }

    static Template parse(String text, Environment environment, Budget budget) {
        return Evaluation.parse(text, () -> {
            Source source = new Source(Lexer.normalized(text));
            TemplateParser parser = new TemplateParser(source, environment, budget.nesting());
            Statement.Body body = parser.parse();
            return new CompiledTemplate(
                    body, parser.blocks(), new Evaluation(text, environment, budget, Changes.in(body)));
        });
    }

    @Override
    public String render(Map<String, ? extends @Nullable Object> context) {
        StringBuilder out = new StringBuilder();
        evaluation.run(context, frame -> {
            if (!blocks.isEmpty()) {
                frame.set("self", new Blocks(blocks, frame));
            }
            body.render(frame, out);
            return null;
        });
        return out.toString();
    }

    @Override
    public @Nullable Object value(Map<String, ? extends @Nullable Object> context) {
        Statement.Placed part = lone;
        if (part == null || !(part.statement() instanceof Statement.Output output)) {
            return render(context);
        }
        return evaluation.run(context, frame -> {
            try {
                return evaluation.value(output.expression(), frame);
            } catch (ExpressionException failure) {
                throw failure.at(part.line(), part.column());
            }
        });
    }

    /** The only part that is no white space around it, if there is just one. */
    private static Statement.@Nullable Placed lone(Statement.Body body) {
        List<Statement.Placed> parts = body.parts().stream()
                .filter(part -> !(part.statement() instanceof Statement.Data data
                        && data.text().isBlank()))
                .toList();
        return parts.size() == 1 ? parts.get(0) : null;
    }

    @Override
    public boolean isConstant() {
        return body.parts().stream().allMatch(part -> part.statement() instanceof Statement.Data);
    }

    @Override
    public Set<String> undeclaredVariables() {
        Set<String> names = new LinkedHashSet<>(UndeclaredVariables.of(body, Set.of()));
        names.removeAll(evaluation.environment().globals().keySet());
        if (!blocks.isEmpty()) {
            names.remove("self");
        }
        return names;
    }

    @Override
    public String text() {
        return evaluation.text();
    }

    @Override
    public String toString() {
        return text();
    }
}
