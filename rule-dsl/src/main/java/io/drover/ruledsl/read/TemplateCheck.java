package io.drover.ruledsl.read;

import io.drover.expressions.Expression;
import io.drover.expressions.ExpressionException;
import io.drover.expressions.Jinja;
import io.drover.expressions.Template;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Place;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses the templates of a rule when it is read, so that nobody has to wait for an event to learn of a broken one. */
final class TemplateCheck {
    /** What Jinja calls an unknown filter or test. */
    private static final String UNKNOWN_NAME = "TemplateAssertionError";

    private final Findings findings;

    TemplateCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * A condition that is no expression could never hold.
     *
     * @return the condition; null after an error
     */
    @Nullable
    Expression condition(Located where) {
        return check(where, Jinja.strict()::expression, broken -> error(where, broken, "'where' is no expression"));
    }

    /**
     * A pattern that is no template could never match.
     *
     * @return the template; null where it is none, and after an error
     */
    @Nullable
    Template pattern(Located pattern) {
        if (pattern.content() instanceof String text && (isTemplate(text) || text.contains("{#"))) {
            return check(
                    pattern, Jinja.strict()::template, broken -> error(pattern, broken, "The pattern is no template"));
        }
        return null;
    }

    /**
     * What cannot be parsed in a parameter is passed on as it is, as StackStorm does: it may be meant for another
     * language with such braces. An unknown name, though, would make every call fail there.
     */
    void parameters(Fields parameters) {
        for (String name : parameters.keys()) {
            parameter("parameter '" + name + "'", parameters.get(name));
        }
    }

    private void parameter(String what, @Nullable Located value) {
        if (value == null) {
            return;
        }
        Map<String, Located.Member> members = value.members();
        List<Located> elements = value.elements();
        if (members != null) {
            members.values().forEach(member -> parameter(what, member.value()));
        } else if (elements != null) {
            elements.forEach(element -> parameter(what, element));
        } else if (value.content() instanceof String text && isTemplate(text)) {
            Template unused = check(value, Jinja.strict()::template, broken -> parameter(what, value, broken));
        }
    }

    private void parameter(String what, Located value, ExpressionException broken) {
        if (broken.kind().equals(UNKNOWN_NAME)) {
            error(value, broken, "The template of " + what + " cannot be rendered");
            return;
        }
        Place place = placeOf(broken, value);
        findings.warning(
                place == null ? value.place() : place,
                "The text of " + what + " is no template, and is passed on as it is: " + reason(broken, place)
                        + " Correct it, or write {% raw %} before and {% endraw %} behind what is no template.");
    }

    private static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    private static <T> @Nullable T check(
            Located text, Function<String, T> parser, Consumer<ExpressionException> broken) {
        try {
            return parser.apply(String.valueOf(text.content()));
        } catch (ExpressionException e) {
            broken.accept(e);
            return null;
        }
    }

    private void error(Located text, ExpressionException broken, String what) {
        Place place = placeOf(broken, text);
        findings.error(place == null ? text.place() : place, what + ": " + reason(broken, place));
    }

    private static @Nullable Place placeOf(ExpressionException broken, Located text) {
        String content = String.valueOf(text.content());
        // with other line ends in it, Jinja counts otherwise
        if (broken.line() == 0 || content.indexOf('\r') >= 0) {
            return null;
        }
        int lineStart = 0;
        for (int line = 1; line < broken.line(); line++) {
            lineStart = content.indexOf('\n', lineStart) + 1;
        }
        return text.placeInside(lineStart + broken.column() - 1);
    }

    /** {@return what is wrong; where in the text too, if the file's place of that is not known} */
    private static String reason(ExpressionException broken, @Nullable Place place) {
        String message = broken.message().endsWith(".")
                ? broken.message().substring(0, broken.message().length() - 1)
                : broken.message();
        boolean isPlaced = place != null || broken.line() == 0;
        return message + (isPlaced ? "." : " (line " + broken.line() + ", column " + broken.column() + " of it).");
    }
}
