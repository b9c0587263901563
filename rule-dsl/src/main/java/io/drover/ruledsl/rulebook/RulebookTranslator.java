package io.drover.ruledsl.rulebook;

import io.drover.model.pack.Checked;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import io.drover.ruledsl.text.SourceText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Translates rulebooks of Event-Driven Ansible into rules of a pack. A rule of which something is lost is written switched off,
 * with what that is above it; one whose condition cannot be said is left out, with a remark.
 */
public final class RulebookTranslator {
    private static final Comparator<Remark> BY_LINE = Comparator.comparing(Remark::line);

    private final String pack;
    private final Map<String, ? extends @Nullable Object> vars;

    /**
     * A translator.
     *
     * @param pack into which the rules go
     * @param vars what the rulebook is started with: {@code vars.name} is replaced by its value
     */
    public RulebookTranslator(String pack, Map<String, ? extends @Nullable Object> vars) {
        this.pack = pack;
        this.vars = vars;
    }

    /**
     * Translates the text of a rulebook.
     *
     * @param file how the rulebook is called in comments and problems
     * @return the translation, or what is wrong with the YAML
     */
    public Checked<Translation> translate(String yaml, String file) {
        Findings findings = new Findings(file);
        Located located = SourceText.yaml(yaml, findings);
        List<Located> rulesets = located == null ? null : located.elements();
        if (located != null && rulesets == null) {
            findings.error(
                    located.place(), "Expected a rulebook to be a list of rulesets, but found " + located.kind() + ".");
        }
        Map<String, String> files = new LinkedHashMap<>();
        List<Remark> remarks = new ArrayList<>();
        for (Located each : rulesets == null ? List.<Located>of() : rulesets) {
            Fields ruleset = Fields.of(each, "a ruleset", findings);
            if (ruleset != null) {
                new RulesetTranslation(ruleset, file, pack, vars, files, remarks).translate();
            }
        }
        remarks.sort(BY_LINE);
        return findings.checked(new Translation(files, remarks));
    }
}
