package io.drover.restapi.content;

import static io.drover.restapi.http.MemoryList.passes;

import io.drover.engine.api.Access;
import io.drover.engine.api.Catalog;
import io.drover.engine.api.Configs;
import io.drover.engine.api.Configs.Config;
import io.drover.engine.api.RegisteredPack;
import io.drover.model.access.Permission;
import io.drover.model.access.Resource;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.MemoryList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configurations of packs, and their schemas. */
public final class ConfigOperations {
    private static final int CONFIGS = 100;
    private static final Set<String> CONFIG_FIELDS = Set.of("id", "pack", "values");
    private static final Set<String> SCHEMA_FIELDS = Set.of("id", "pack", "attributes");

    private final Catalog catalog;
    private final Configs configs;
    private final Access access;

    public ConfigOperations(Catalog catalog, Configs configs, Access access) {
        this.catalog = catalog;
        this.configs = configs;
        this.access = access;
    }

    public Answer list(Call call) {
        List<String> ids = call.ids();
        List<Config> chosen = configs.list().stream()
                .filter(config -> passes(call, "name", config.pack()))
                .filter(config -> ids.isEmpty() || ids.contains(Kind.CONFIG.id(config.pack())))
                .toList();
        return MemoryList.answer(
                call, chosen, CONFIGS, Attributes.of(call, CONFIG_FIELDS), config -> shape(call, config));
    }

    public Answer get(Call call) {
        String pack = call.at("pack");
        return Answer.ok(shape(call, configs.find(pack).orElseThrow(() -> unknown(pack))));
    }

    /** Writes a configuration. Its templates are code: they are rendered, secrets and all, for whoever runs the pack. */
    public Answer put(Call call) {
        Map<String, @Nullable Object> values = call.fields().values();
        if (hasTemplate(values)) {
            access.require(call.principal(), Permission.CODE_DEPLOY, Resource.of(Kind.PACK.uid(call.at("pack"))));
        }
        return Answer.ok(shape(call, configs.put(call.at("pack"), values, call.principal())));
    }

    private static boolean hasTemplate(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return hasTemplate(map.keySet()) || hasTemplate(map.values());
        }
        if (value instanceof Collection<?> list) {
            return list.stream().anyMatch(ConfigOperations::hasTemplate);
        }
        return value instanceof String text && (text.contains("{{") || text.contains("{%"));
    }

    public Answer schemas(Call call) {
        List<String> ids = call.ids();
        List<RegisteredPack> chosen = catalog.packs().stream()
                .filter(pack -> !pack.configSchema().isEmpty())
                .filter(pack -> passes(call, "name", pack.pack().ref()))
                .filter(pack -> ids.isEmpty() || ids.contains(schemaId(pack)))
                .toList();
        return MemoryList.answer(
                call, chosen, CONFIGS, Attributes.of(call, SCHEMA_FIELDS), ConfigOperations::schemaShape);
    }

    public Answer schema(Call call) {
        String pack = call.at("pack");
        return Answer.ok(catalog.pack(pack)
                .filter(known -> !known.configSchema().isEmpty())
                .map(ConfigOperations::schemaShape)
                .orElseThrow(() -> unknown(pack)));
    }

    private static DroverException unknown(String pack) {
        return DroverException.notFound("Unable to identify resource with pack_ref \"" + pack + "\".");
    }

    private static Map<String, @Nullable Object> shape(Call call, Config config) {
        boolean clear = call.flag("show_secrets") && call.principal().isAdmin();
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", Kind.CONFIG.id(config.pack()));
        shape.put("pack", config.pack());
        shape.put("values", clear ? config.values() : config.shown());
        return shape;
    }

    private static String schemaId(RegisteredPack pack) {
        return Kind.CONFIG.id(pack.pack().ref() + ":schema");
    }

    private static Map<String, @Nullable Object> schemaShape(RegisteredPack pack) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", schemaId(pack));
        shape.put("pack", pack.pack().ref());
        shape.put("attributes", pack.configSchema());
        return shape;
    }
}
