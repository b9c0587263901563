package io.drover.restapi.content;

import static io.drover.restapi.http.MemoryList.passes;

import io.drover.engine.api.Access;
import io.drover.engine.api.Catalog;
import io.drover.engine.api.Packs;
import io.drover.engine.api.Packs.Registration;
import io.drover.engine.api.RegisteredPack;
import io.drover.model.access.Permission;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.shape.PackShapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Packs, their problems, and reading them again. */
public final class PackOperations {
    private static final int PACKS = 100;
    private static final Set<String> REGISTER = Set.of("packs", "types", "fail_on_failure");

    private final Catalog catalog;
    private final Packs packs;

    private final Access access;

    public PackOperations(Catalog catalog, Packs packs, Access access) {
        this.catalog = catalog;
        this.packs = packs;
        this.access = access;
    }

    public Answer list(Call call) {
        List<String> ids = call.ids();
        List<RegisteredPack> chosen = catalog.packs().stream()
                .filter(pack -> passes(call, "name", pack.pack().name()))
                .filter(pack -> passes(call, "ref", pack.pack().ref()))
                .filter(pack -> ids.isEmpty() || ids.contains(pack.pack().id()))
                .toList();
        return MemoryList.answer(
                call, chosen, PACKS, Attributes.of(call, PackShapes.PACK_FIELDS), pack -> PackShapes.pack(pack.pack()));
    }

    public Answer get(Call call) {
        String refOrId = call.at("ref");
        return Answer.ok(PackShapes.view(catalog.pack(refOrId).orElseThrow(() -> Failures.noResource(refOrId))));
    }

    /**
     * Reads packs again: {@code {packs: […]}}, none: all. A pack is always read as a whole, so {@code types} only says
     * which counts are shown.
     */
    public Answer register(Call call) {
        Fields fields = call.fields().onlyOf(REGISTER);
        List<String> types = fields.texts("types");
        // what packs bring is code
        access.require(call.principal(), Permission.CODE_DEPLOY, null);
        Registration registration = packs.register(fields.texts("packs"), call.principal());
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        new TreeMap<>(registration.counts()).forEach((kind, count) -> {
            if (types.isEmpty() || types.contains(kind) || types.contains(singular(kind))) {
                shape.put(kind, count);
            }
        });
        shape.put("problems", PackShapes.problems(registration.problems()));
        return Answer.ok(shape);
    }

    private static String singular(String kind) {
        return switch (kind) {
            case "aliases" -> "alias";
            case "policies" -> "policy";
            default -> kind.endsWith("s") ? kind.substring(0, kind.length() - 1) : kind;
        };
    }
}
