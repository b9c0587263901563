package io.drover.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionExceptionTest {
    private static final Jinja JINJA = Jinja.strict();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ 1 + }}                    | TemplateSyntaxError    | 1 | 8  | end of print statement",
                "{{ foo( }}                   | TemplateSyntaxError    | 1 | 9  | expected ')'",
                "a{{ 'open }}                 | TemplateSyntaxError    | 1 | 5  | ''",
                "{{ x                         | TemplateSyntaxError    | 1 | 5  | ''",
                "{{ n#nofilter }}             | TemplateAssertionError | 1 | 6  | No filter named 'nofilter'",
                "{{ n is notest }}            | TemplateAssertionError | 1 | 9  | No test named 'notest'",
                "{% unknown %}                | TemplateSyntaxError    | 1 | 4  | unknown tag 'unknown'",
                "a\\nb{% if 1 %}              | TemplateSyntaxError    | 2 | 12 | endif",
                "a\\n  {{ n + nope }}         | UndefinedError         | 2 | 3  | 'nope' is undefined",
                "{{ n.nope.more }}            | UndefinedError         | 1 | 1  | 'int object' has no attribute 'nope'",
                "{{ n + 'a' }}                | TypeError              | 1 | 1  | 'int' and 'str'",
                "{{ n / 0 }}                  | ZeroDivisionError      | 1 | 1  | division by zero",
                "{{ 'x'.__class__ }}          | SecurityError          | 1 | 1  | unsafe",
                "{{ 'x' * 10**9 }}            | BudgetError            | 1 | 1  | characters of text",
                "{% if 1 %}\\n{{ zz }}{% endif %} | UndefinedError     | 2 | 1  | 'zz' is undefined",
            })
    void saysWhatIsWrongAndWhere(String written, String kind, int line, int column, String message) {
        String text = written.replace("\\n", "\n").replace('#', '|');

        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class, () -> JINJA.template(text).render(Map.of("n", 1L)));

        assertThat(failure).as(text).isNotNull();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).contains(message);
        assertThat(failure.line()).as("line of " + failure).isEqualTo(line);
        assertThat(failure.column()).as("column of " + failure).isEqualTo(column);
    }

    @Test
    void showsTheLineAndSaysWhatToDoAboutAMissingName() {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class,
                () -> JINJA.template("one\n{{ trigger.body.user }}")
                        .render(Map.of("trigger", Map.of("body", Map.of()))));

        assertThat(failure)
                .hasMessage("UndefinedError: 'dict object' has no attribute 'user'"
                        + " (line 2, column 1 of `{{ trigger.body.user }}`)."
                        + " Check the name; where it may be missing, write `is defined` or `| default(...)`.");
    }

    @Test
    void namesTheExpression() {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class, () -> JINJA.expression("a.b > 3").test(Map.of("a", Map.of("b", "x"))));

        assertThat(failure.kind()).isEqualTo("TypeError");
        assertThat(failure).hasMessageContaining("`a.b > 3`");
    }

    @Test
    void shortensALongLine() {
        ExpressionException failure = catchThrowableOfType(
                ExpressionException.class,
                () -> JINJA.template("x".repeat(500) + "{{ nope }}").render(Map.of()));

        assertThat(failure.getMessage()).hasSizeLessThan(300);
        assertThat(failure.column()).isEqualTo(501);
    }
}
