package io.drover.ruledsl.read;

import io.drover.expressions.Expression;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import org.jspecify.annotations.Nullable;

/** A {@code where}: one Jinja expression as text, of which no comment cut anything off. */
final class WhereForm {
    private final Findings findings;
    private final @Nullable EventScope scope;

    /**
     * Conditions.
     *
     * @param scope the events that a condition may name; null where it is not asked which names it uses
     */
    WhereForm(Findings findings, @Nullable EventScope scope) {
        this.findings = findings;
        this.scope = scope;
    }

    /** {@return the condition; null where there is none, and after an error} */
    @Nullable
    String read(Fields owner) {
        Located located = owner.get("where");
        if (located == null) {
            if (owner.has("where")) {
                findings.error(
                        owner.keyPlace("where"),
                        "'where' has no condition. Write one in quotes, or leave the key out.");
            }
            return null;
        }
        if (located.lost() != null) {
            String all = (located.asWritten() == null ? String.valueOf(located.content()) : located.asWritten())
                    + located.lost();
            findings.error(
                    located.place(),
                    "YAML reads what follows ' #' as a comment, so the condition ends before it. Quote it: "
                            + mended(all));
            return null;
        }
        if (!(located.content() instanceof String text)) {
            String mended = located.asWritten() == null ? "" : " Quote it: " + mended(located.asWritten());
            findings.error(
                    located.place(),
                    "Expected 'where' to be a condition as text, but found " + located.kind() + "." + mended);
            return null;
        }
        if (text.isBlank()) {
            findings.error(located.place(), "'where' is empty. Write a condition, or leave the key out.");
            return null;
        }
        if (text.strip().startsWith("{{") || text.strip().startsWith("{%")) {
            findings.error(located.place(), "'where' is one expression already. Write it without '{{' and '}}'.");
            return null;
        }
        Expression condition = new TemplateCheck(findings).condition(located);
        if (condition != null && scope != null) {
            scope.check(located, "'where'", condition.undeclaredVariables(), findings);
        }
        return text;
    }

    private static String mended(String text) {
        return "where: '" + text.replace("'", "''") + "'";
    }
}
