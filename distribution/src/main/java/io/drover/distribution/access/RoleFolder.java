package io.drover.distribution.access;

import io.drover.engine.api.Roles;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.text.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A folder of roles in StackStorm's layout: {@code roles/}, {@code assignments/}, {@code mappings/} (platform spec 10.2,
 * "Files"). While a file of it is wrong, what was read before counts, so that a slip locks nobody out; the first time, the
 * other files count.
 */
public final class RoleFolder {
    private static final Logger LOG = LoggerFactory.getLogger(RoleFolder.class);
    private static final Set<String> SYSTEM =
            Set.of("admin", "system_admin", "author", "operator", "viewer", "observer");

    private final Path folder;
    private final Consumer<Roles.Files> sink;
    private boolean readBefore;

    /**
     * A folder.
     *
     * @param sink gets what the files say
     */
    public RoleFolder(Path folder, Consumer<Roles.Files> sink) {
        this.folder = folder;
        this.sink = sink;
    }

    /** Reads all of it. {@return what is wrong, each with its file} */
    public List<String> read() {
        Reading reading = new Reading();
        reading.each("roles", reading::role);
        reading.each("assignments", reading::assignment);
        reading.each("mappings", reading::mapping);
        reading.problems.forEach(problem -> LOG.error("{}", problem));
        if (reading.problems.isEmpty() || !readBefore) {
            sink.accept(new Roles.Files(List.copyOf(reading.roles.values()), reading.assignments, reading.groups));
        }
        readBefore = true;
        return reading.problems;
    }

    /** One reading of all files. */
    private final class Reading {
        private final Map<String, Role> roles = new TreeMap<>();
        private final List<RoleAssignment> assignments = new ArrayList<>();
        private final Map<String, List<String>> groups = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();

        void each(String part, BiConsumer<String, Map<?, ?>> read) {
            Path parent = folder.resolve(part);
            if (!Files.isDirectory(parent)) {
                return;
            }
            try (Stream<Path> files = Files.list(parent)) {
                files.filter(RoleFolder::isYaml).sorted().forEach(file -> read(file, read));
            } catch (IOException e) {
                problems.add(parent + ": cannot be listed: " + e);
            }
        }

        private void read(Path file, BiConsumer<String, Map<?, ?>> read) {
            try {
                LoaderOptions options = new LoaderOptions();
                options.setAllowDuplicateKeys(false);
                Object document =
                        new Yaml(new SafeConstructor(options)).load(Files.readString(file, StandardCharsets.UTF_8));
                if (!(document instanceof Map<?, ?> map)) {
                    problems.add(file + ": expected keys and values, but found " + document + ".");
                } else if (!Boolean.FALSE.equals(map.get("enabled"))) {
                    read.accept(file.toString(), map);
                }
            } catch (YAMLException | IOException e) {
                problems.add(file + ": cannot be read: " + e.getMessage());
            }
        }

        void role(String file, Map<?, ?> document) {
            String name = text(file, document, "name");
            if (name == null) {
                return;
            }
            if (SYSTEM.contains(name) || roles.containsKey(name)) {
                problems.add(file + ": expected a name of its own, but there is a role '" + name + "' already.");
                return;
            }
            List<Grant> grants = new ArrayList<>();
            if (document.get("permission_grants") instanceof List<?> list) {
                list.forEach(each -> grant(file, each, grants));
            }
            Object description = document.get("description");
            roles.put(name, new Role(name, description == null ? null : description.toString(), grants));
        }

        private void grant(String file, @Nullable Object given, List<Grant> grants) {
            if (!(given instanceof Map<?, ?> grant) || !(grant.get("permission_types") instanceof List<?> words)) {
                problems.add(file + ": expected permission_grants of resource_uid and permission_types, but found "
                        + given + ".");
                return;
            }
            Set<Permission> permissions = EnumSet.noneOf(Permission.class);
            for (Object word : words) {
                Permission.of(String.valueOf(word))
                        .ifPresentOrElse(
                                permissions::add,
                                () -> problems.add(file + ": unknown permission type '" + word + "'."
                                        + Nearest.hint(String.valueOf(word), words())));
            }
            Object uid = grant.get("resource_uid");
            grants.add(new Grant(uid == null ? null : uid.toString(), permissions));
        }

        void assignment(String file, Map<?, ?> document) {
            String user = text(file, document, "username");
            Object description = document.get("description");
            if (user != null) {
                names(file, document)
                        .forEach(role -> assignments.add(new RoleAssignment(
                                user, role, description == null ? null : description.toString(), file, false)));
            }
        }

        void mapping(String file, Map<?, ?> document) {
            String group = text(file, document, "group");
            if (group != null) {
                groups.merge(
                        group,
                        names(file, document),
                        (some, more) -> Stream.concat(some.stream(), more.stream())
                                .distinct()
                                .toList());
            }
        }

        private @Nullable String text(String file, Map<?, ?> document, String key) {
            Object value = document.get(key);
            if (value == null || value.toString().isBlank()) {
                problems.add(file + ": expected '" + key + "', but it is missing.");
                return null;
            }
            return value.toString();
        }

        private List<String> names(String file, Map<?, ?> document) {
            if (document.get("roles") instanceof List<?> list) {
                return list.stream().map(String::valueOf).toList();
            }
            problems.add(file + ": expected a list of 'roles', but found " + document.get("roles") + ".");
            return List.of();
        }
    }

    private static List<String> words() {
        return Arrays.stream(Permission.values())
                .filter(Permission::isGranted)
                .map(Permission::word)
                .toList();
    }

    private static boolean isYaml(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }
}
