package io.drover.engine.catalog;

import io.drover.engine.schedule.TimerTypes;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.text.Nearest;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.util.List;

/** What has to come before a rule can match. */
public record RuleWaits(Registry registry) {

    /** {@return the reasons why a rule cannot match, in words; empty where it can} */
    public List<String> reasons(Rule rule) {
        return rule.program() == null
                ? rule.triggers().stream()
                        .flatMap(trigger -> reasons(trigger).stream())
                        .distinct()
                        .toList()
                : rule.triggerTypes().stream()
                        .filter(type -> registry.triggerType(type) == null)
                        .map(this::unregistered)
                        .toList();
    }

    private String unregistered(Ref type) {
        return "Trigger type '" + type + "' is not registered." + hint(type)
                + " Register the pack that declares it, or correct the rule.";
    }

    /** {@return the reasons why a rule on the trigger cannot match, in words; empty where it can} */
    public List<String> reasons(Trigger trigger) {
        TriggerType type = registry.triggerType(trigger.type());
        if (type == null) {
            return List.of(unregistered(trigger.type()));
        }
        return violations(type, trigger).stream()
                .map(violation -> "The parameters of trigger '" + type.ref() + "' do not fit: " + violation)
                .toList();
    }

    private String hint(Ref unknown) {
        return Nearest.hint(
                unknown.toString(),
                registry.triggerTypes().stream()
                        .map(type -> type.ref().toString())
                        .toList());
    }

    private List<String> violations(TriggerType type, Trigger trigger) {
        try {
            List<String> violations = registry.parametersCheck(type).violations(TimerTypes.ofSchema(trigger));
            return violations.isEmpty() ? TimerTypes.problems(trigger) : violations;
        } catch (DroverException unusable) {
            return List.of("their schema cannot be used. " + unusable.getMessage());
        }
    }
}
