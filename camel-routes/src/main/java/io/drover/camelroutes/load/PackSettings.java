package io.drover.camelroutes.load;

import io.drover.camelroutes.hook.HookRule;
import io.drover.model.json.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pack's context is made from; another value means another context.
 *
 * @param libraries the jars in {@code lib/} with the time of their last change
 * @param hooks by route id
 * @param everyNode by route id, whether it runs on every node; where nothing is said, its source decides
 */
record PackSettings(
        String pack,
        Map<String, @Nullable Object> config,
        Map<Path, FileTime> libraries,
        Map<String, HookRule> hooks,
        Map<String, Boolean> everyNode) {
    PackSettings {
        config = JsonValues.copyOf(config);
        libraries = new TreeMap<>(libraries);
        hooks = Map.copyOf(hooks);
        everyNode = Map.copyOf(everyNode);
    }

    /** {@return the settings of a pack that lies in the given folder, with the given metadata} */
    static PackSettings of(
            String pack,
            @Nullable Path folder,
            Map<String, @Nullable Object> metadata,
            Map<String, @Nullable Object> config) {
        Object routes = metadata.get("routes");
        return new PackSettings(pack, config, jars(folder), HookRule.read(routes), everyNode(routes));
    }

    private static Map<String, Boolean> everyNode(@Nullable Object routes) {
        Map<String, Boolean> said = new TreeMap<>();
        if (routes instanceof Map<?, ?> map) {
            map.forEach((route, settings) -> {
                Object value = settings instanceof Map<?, ?> of ? of.get("every-node") : null;
                if (value != null) {
                    said.put(String.valueOf(route), flag(String.valueOf(route), value));
                }
            });
        }
        return said;
    }

    private static boolean flag(String route, Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(
                "Expected true or false as 'every-node' of the route '" + route + "', but found '" + value + "'.");
    }

    /** {@return the config as placeholders: {@code a.b} for a value within an object} */
    Properties placeholders() {
        Properties properties = new Properties();
        config.forEach((name, value) -> flatten(name, value, properties));
        return properties;
    }

    ClassLoader classLoader(ClassLoader parent) {
        if (libraries.isEmpty()) {
            return parent;
        }
        List<URL> jars = new ArrayList<>();
        for (Path jar : libraries.keySet()) {
            try {
                jars.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new URLClassLoader("pack-" + pack, jars.toArray(URL[]::new), parent);
    }

    private static Map<Path, FileTime> jars(@Nullable Path folder) {
        Map<Path, FileTime> jars = new TreeMap<>();
        Path lib = folder == null ? null : folder.resolve("lib");
        if (lib == null || !Files.isDirectory(lib)) {
            return jars;
        }
        try (Stream<Path> files = Files.list(lib)) {
            files.filter(path -> path.toString().endsWith(".jar"))
                    .forEach(jar -> lastChange(jar).ifPresent(time -> jars.put(jar, time)));
        } catch (NoSuchFileException vanished) {
            return Map.of();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "Tried to read the jars in '" + lib + "', but found: " + e + ". Check the folder's rights.", e);
        }
        return jars;
    }

    /** {@return when the file was last changed; nothing where it has just vanished} */
    private static Optional<FileTime> lastChange(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static void flatten(String name, @Nullable Object value, Properties into) {
        if (value instanceof Map<?, ?> object) {
            object.forEach((key, inner) -> flatten(name + "." + key, inner, into));
        } else if (value instanceof List<?> list) {
            into.setProperty(
                    name, String.join(",", list.stream().map(String::valueOf).toList()));
        } else if (value != null) {
            into.setProperty(name, value.toString());
        }
    }
}
