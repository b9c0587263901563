package io.drover.restapi.silences;

import io.drover.engine.api.Catalog;
import io.drover.engine.api.Freezes;
import io.drover.model.error.DroverException;
import io.drover.model.silence.Freeze;
import io.drover.model.text.Nearest;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.SilenceShape;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Freezes: begun, shown, ended. */
public final class FreezeOperations {
    private static final int LIMIT = 100;
    private static final Set<String> SENT = Set.of("pack", "manual", "reason");

    private final Freezes freezes;
    private final Catalog catalog;

    public FreezeOperations(Freezes freezes, Catalog catalog) {
        this.freezes = freezes;
        this.catalog = catalog;
    }

    public Answer list(Call call) {
        return MemoryList.answer(
                call, freezes.list(), LIMIT, Attributes.of(call, SilenceShape.FREEZE_FIELDS), SilenceShape::of);
    }

    public Answer get(Call call) {
        return Answer.ok(SilenceShape.of(freeze(call)));
    }

    public Answer start(Call call) {
        Fields fields = call.fields().onlyOf(SENT);
        String pack = fields.textOr("pack", null);
        requireKnown(pack);
        Freeze freeze = freezes.start(pack, fields.flag("manual", false), fields.text("reason", ""), call.principal());
        return Answer.json(201, SilenceShape.of(freeze));
    }

    /** Whoever mistypes a pack would believe that it is frozen. */
    private void requireKnown(@Nullable String pack) {
        Set<String> known = new TreeSet<>();
        catalog.packs().forEach(registered -> known.add(registered.pack().ref()));
        catalog.rules().forEach(registered -> known.add(registered.rule().ref().pack()));
        if (pack != null && !known.contains(pack)) {
            throw DroverException.invalid(
                    "Pack '" + pack + "' is not known, so nothing would be frozen." + Nearest.hint(pack, known));
        }
    }

    public Answer end(Call call) {
        freezes.end(freeze(call).id(), call.principal());
        return Answer.noContent();
    }

    private Freeze freeze(Call call) {
        String id = call.at("id");
        return freezes.find(id).orElseThrow(() -> Failures.noRecord(id));
    }
}
