package io.drover.engine.register;

import io.drover.model.rule.Overlay;
import io.drover.model.rule.Rule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is said about one rule. What the API made counts before what a file says, so that neither takes the other's
 * place unasked: the API refuses a name that a file has, and a file waits for a name that the API gave away.
 *
 * @param file what a pack's file says; null: none does
 * @param made what the API made; null: nothing
 * @param overlay what the API said over the file; it stays though the file goes
 */
record RuleSources(
        @Nullable Rule file, @Nullable Rule made, @Nullable Overlay overlay) {
    static final RuleSources NONE = new RuleSources(null, null, null);

    RuleSources withFile(@Nullable Rule now) {
        return new RuleSources(now, made, overlay);
    }

    RuleSources withMade(@Nullable Rule now) {
        return new RuleSources(file, now, overlay);
    }

    RuleSources withOverlay(@Nullable Overlay now) {
        return new RuleSources(file, made, now);
    }

    /** {@return the rule that counts; null where there is none} */
    @Nullable
    Rule effective() {
        return made == null ? underOverlay() : made;
    }

    private @Nullable Rule underOverlay() {
        if (file == null || overlay == null) {
            return file;
        }
        Boolean enabled = overlay.enabled();
        Boolean shadow = overlay.shadow();
        return file.with(enabled == null ? file.enabled() : enabled, shadow == null ? file.shadow() : shadow);
    }

    /** {@return whether the rule that counts is a file's} */
    boolean isOfFile() {
        return made == null;
    }

    /** {@return the rule of a file whose name the API gave away} */
    Optional<Rule> hidden() {
        return made == null ? Optional.empty() : Optional.ofNullable(file);
    }

    /** {@return the overlay of the rule that counts} */
    @Nullable
    Overlay effectiveOverlay() {
        return made == null ? overlay : null;
    }
}
