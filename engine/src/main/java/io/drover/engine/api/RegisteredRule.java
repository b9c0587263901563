package io.drover.engine.api;

import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule in force.
 *
 * @param rule with the overlay applied
 * @param revision the number of its newest revision
 * @param fromFile whether a pack's file owns its content; else the API made it
 * @param overlay what the API said about a rule of a file; null where it said nothing
 * @param waitsFor why it cannot match yet, such as a trigger type that is not registered; empty where it can
 */
public record RegisteredRule(
        Rule rule, int revision, boolean fromFile, @Nullable Overlay overlay, List<String> waitsFor, Instant since) {
    public RegisteredRule {
        waitsFor = List.copyOf(waitsFor);
    }
}
