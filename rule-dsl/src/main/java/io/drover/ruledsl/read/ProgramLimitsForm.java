package io.drover.ruledsl.read;

import io.drover.model.pack.ProgramLimits;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Limits;
import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Findings;
import io.drover.ruledsl.text.Located;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The limits of a rule in DRL, in a file with its name and nothing else. */
public final class ProgramLimitsForm {
    /** What a request has, as a rule in DRL has no event of its own. */
    static final List<String> PATHS = List.of("parameters");

    private static final String LIMITS = "limits";
    private static final Set<String> KEYS = Set.of("name", "pack", LIMITS);

    private final Findings findings;

    public ProgramLimitsForm(Findings findings) {
        this.findings = findings;
    }

    /** {@return whether a file of a rule has nothing but limits} */
    public static boolean fits(Located located) {
        Map<String, ?> members = located.members();
        return members != null && members.containsKey(LIMITS) && KEYS.containsAll(members.keySet());
    }

    /** {@return the limits; null after an error} */
    public @Nullable ProgramLimits read(Located located, Origin origin) {
        Fields fields = Fields.of(located, "limits of a rule in DRL", findings);
        if (fields == null) {
            return null;
        }
        Ref ref = Names.ref(fields, "name", origin.pack(), origin.isFolder());
        Limits limits = new LimitsForm(findings, PATHS).read(fields);
        if (limits.isNone() && !findings.hasErrors()) {
            findings.error(
                    fields.keyPlace(LIMITS),
                    "'limits' says nothing. Write a limit below it, such as guard: {targets: 3, of: parameters.host, per:"
                            + " 30m}, or remove the file.");
        }
        return ref == null || findings.hasErrors()
                ? null
                : new ProgramLimits(
                        ref, limits, findings.source(), fields.keyPlace(LIMITS).line());
    }
}
