package io.drover.ruledsl.read;

import io.drover.model.rule.EventPattern;
import io.drover.model.rule.Form;
import io.drover.model.rule.Form.Comparison;
import io.drover.model.rule.Form.Function;
import io.drover.model.rule.Form.Having;
import io.drover.model.text.Nearest;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.Place;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The function of an {@code aggregate}, what goes into it, and what its result is compared with. */
final class AggregateForm {
    private static final Pattern HAVING =
            Pattern.compile("\\s*(?<sign><=|>=|==|!=|<|>)\\s*(?<bound>-?[0-9]{1,30}(\\.[0-9]{1,30})?)\\s*");
    private static final List<String> FUNCTIONS =
            Arrays.stream(Function.values()).map(Function::label).toList();

    private final Findings findings;

    AggregateForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return the form over an event; null after an error} */
    Form.@Nullable Aggregate read(Fields fields, @Nullable EventPattern event) {
        String value = new PathText(findings, List.of()).required(fields, "value");
        Function function = function(fields);
        Having having = having(fields);
        return event == null || value == null || function == null || having == null
                ? null
                : new Form.Aggregate(event, value, function, having);
    }

    private @Nullable Function function(Fields fields) {
        String name = fields.required("function");
        if (name == null) {
            return null;
        }
        for (Function function : Function.values()) {
            if (function.label().equals(name)) {
                return function;
            }
        }
        findings.error(
                place(fields, "function"),
                "Unknown function '" + name + "'." + Nearest.hint(name, FUNCTIONS) + " Allowed are "
                        + String.join(", ", FUNCTIONS) + ".");
        return null;
    }

    private @Nullable Having having(Fields fields) {
        String text = fields.required("having");
        if (text == null) {
            return null;
        }
        Matcher having = HAVING.matcher(text);
        if (!having.matches()) {
            findings.error(
                    place(fields, "having"),
                    "Expected a comparison with a number for 'having', but found the text '" + text
                            + "'. Write it in quotes as in '> 500'; allowed are <, <=, ==, !=, >=, >.");
            return null;
        }
        Comparison comparison = Arrays.stream(Comparison.values())
                .filter(each -> each.sign().equals(having.group("sign")))
                .findFirst()
                .orElseThrow();
        return new Having(comparison, new BigDecimal(having.group("bound")));
    }

    private static Place place(Fields fields, String key) {
        Located value = fields.get(key);
        return value == null ? fields.keyPlace(key) : value.place();
    }
}
