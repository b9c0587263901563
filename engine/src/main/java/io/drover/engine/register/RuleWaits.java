package io.drover.engine.register;

import io.drover.engine.catalog.Registry;
import io.drover.model.error.DroverException;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerType;
import java.util.List;

/** What has to come before a rule can match. */
record RuleWaits(Registry registry) {

    /** {@return the reasons why the rule cannot match, in words; empty where it can} */
    List<String> reasons(Rule rule) {
        Trigger trigger = rule.trigger();
        TriggerType type = registry.triggerType(trigger.type());
        if (type == null) {
            return List.of("Trigger type '" + trigger.type()
                    + "' is not registered. Register the pack that declares it, or correct the rule.");
        }
        return violations(type, trigger).stream()
                .map(violation -> "The parameters of trigger '" + type.ref() + "' do not fit: " + violation)
                .toList();
    }

    private List<String> violations(TriggerType type, Trigger trigger) {
        try {
            return registry.parametersCheck(type).violations(trigger.parameters());
        } catch (DroverException unusable) {
            return List.of("their schema cannot be used. " + unusable.getMessage());
        }
    }
}
