package io.drover.restapi.access;

import io.drover.engine.api.Roles;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Kind;
import io.drover.model.text.Nearest;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Roles, what they grant, and who has them. */
public final class RoleOperations {
    private static final Set<String> ROLE = Set.of(
            "id",
            "name",
            "description",
            "system",
            "permission_grants",
            "permission_grant_ids",
            "permission_grant_objects");
    private static final Set<String> ASSIGNMENT = Set.of("id", "user", "role", "description", "is_remote", "source");

    private final Roles roles;

    public RoleOperations(Roles roles) {
        this.roles = roles;
    }

    /** The permission types, by the type of resource that they are about. */
    public Answer permissionTypes(Call call) {
        return Answer.ok(types());
    }

    public Answer permissionTypesOf(Call call) {
        String type = call.at("type");
        Map<String, String> words = types().get(type);
        if (words == null) {
            throw DroverException.notFound(
                    "Invalid resource type: " + type + "." + Nearest.hint(type, List.copyOf(types().keySet())));
        }
        return Answer.ok(words);
    }

    private static Map<String, Map<String, String>> types() {
        Map<String, Map<String, String>> types = new TreeMap<>();
        Arrays.stream(Permission.values())
                .filter(Permission::isGranted)
                .forEach(permission -> types.computeIfAbsent(permission.resourceType(), type -> new LinkedHashMap<>())
                        .put(permission.word(), meaning(permission)));
        return types;
    }

    private static String meaning(Permission permission) {
        String noun = permission.resourceType().replace('_', ' ');
        String verb = permission
                .word()
                .substring(Math.min(
                        permission.word().length(), permission.resourceType().length() + 1))
                .replace('_', ' ');
        return verb.equals("all") ? "Everything with a " + noun + "." : "To " + verb + " a " + noun + ".";
    }

    public Answer list(Call call) {
        return counted(roles.list().stream()
                .filter(known -> MemoryList.passes(call, "system", known.system()))
                .map(RoleOperations::shape)
                .toList());
    }

    public Answer get(Call call) {
        return Answer.ok(shape(role(call)));
    }

    /** {@code {name, description, permission_grants: [{resource_uid, permission_types}]}}, as in files. */
    public Answer create(Call call) {
        Fields fields = call.fields().onlyOf(ROLE);
        String name = fields.text("name");
        roles.find(name).ifPresent(known -> {
            throw DroverException.alreadyExists(
                    "Role '" + name + "' exists already. Change that one, or choose another name.",
                    known.role().id());
        });
        return Answer.json(201, shape(roles.put(read(name, fields), call.principal())));
    }

    public Answer update(Call call) {
        Fields fields = call.fields().onlyOf(ROLE);
        String name = role(call).role().name();
        return Answer.ok(shape(roles.put(read(name, fields), call.principal())));
    }

    public Answer delete(Call call) {
        roles.delete(role(call).role().name(), call.principal());
        return Answer.noContent();
    }

    public Answer assignments(Call call) {
        return counted(roles.assignments().stream()
                .filter(one -> MemoryList.passes(call, "user", one.user()))
                .filter(one -> MemoryList.passes(call, "role", one.role()))
                .filter(one -> MemoryList.passes(call, "source", one.source()))
                .filter(one -> MemoryList.passes(call, "remote", one.remote()))
                .map(RoleOperations::shape)
                .toList());
    }

    public Answer assignment(Call call) {
        String id = call.at("id");
        return Answer.ok(roles.assignments().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(RoleOperations::shape)
                .orElseThrow(() -> Failures.noRecord(id)));
    }

    /** {@code {user, role, description}}. */
    public Answer assign(Call call) {
        Fields fields = call.fields().onlyOf(ASSIGNMENT);
        return Answer.json(
                201,
                shape(roles.assign(
                        new RoleAssignment(
                                fields.text("user"),
                                fields.text("role"),
                                fields.textOr("description", null),
                                RoleAssignment.API,
                                false),
                        call.principal())));
    }

    public Answer unassign(Call call) {
        roles.unassign(call.at("id"), call.principal());
        return Answer.noContent();
    }

    private static Answer counted(List<Map<String, @Nullable Object>> shapes) {
        return Answer.ok(shapes).with("X-Total-Count", Integer.toString(shapes.size()));
    }

    private Roles.Known role(Call call) {
        String name = call.at("name");
        return roles.find(name).orElseThrow(() -> Failures.noResource(name));
    }

    private static Role read(String name, Fields fields) {
        List<Grant> grants = new ArrayList<>();
        Object given = fields.values()
                .getOrDefault("permission_grant_objects", fields.values().get("permission_grants"));
        if (given instanceof List<?> list) {
            list.forEach(each -> grants.add(grant(each)));
        } else if (given != null) {
            throw notGrants(given);
        }
        return new Role(name, fields.textOr("description", null), grants);
    }

    private static Grant grant(@Nullable Object given) {
        if (!(given instanceof Map<?, ?> grant) || !(grant.get("permission_types") instanceof List<?> words)) {
            throw notGrants(given);
        }
        Object uid = grant.get("resource_uid");
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (Object word : words) {
            String text = String.valueOf(word);
            permissions.add(Permission.of(text)
                    .orElseThrow(() -> DroverException.invalid("Expected permission types, but '" + text + "' is none."
                            + Nearest.hint(
                                    text,
                                    Arrays.stream(Permission.values())
                                            .filter(Permission::isGranted)
                                            .map(Permission::word)
                                            .toList()))));
        }
        return new Grant(uid == null ? null : uid.toString(), permissions);
    }

    private static DroverException notGrants(@Nullable Object found) {
        return DroverException.invalid(
                "Expected as 'permission_grants' a list of {resource_uid, permission_types: […]}," + " but found "
                        + found + ".");
    }

    private static Map<String, @Nullable Object> shape(Roles.Known known) {
        Role role = known.role();
        List<Map<String, @Nullable Object>> grants = known.system()
                ? List.of()
                : role.grants().stream().map(grant -> shape(role, grant)).toList();
        List<Object> ids = new ArrayList<>();
        grants.forEach(grant -> ids.add(String.valueOf(grant.get("id"))));
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", role.id());
        shape.put("name", role.name());
        shape.put("description", role.description());
        shape.put("system", known.system());
        shape.put("permission_grants", ids);
        shape.put("permission_grant_ids", ids);
        shape.put("permission_grant_objects", grants);
        return shape;
    }

    private static Map<String, @Nullable Object> shape(Role role, Grant grant) {
        List<String> words =
                grant.permissions().stream().map(Permission::word).sorted().toList();
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", Kind.ROLE.id(role.name() + " " + grant.resourceUid() + " " + words));
        String uid = grant.resourceUid();
        if (uid != null) {
            shape.put("resource_uid", uid);
            shape.put("resource_type", uid.indexOf(':') < 0 ? uid : uid.substring(0, uid.indexOf(':')));
        }
        shape.put("permission_types", words);
        return shape;
    }

    private static Map<String, @Nullable Object> shape(RoleAssignment assignment) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", assignment.id());
        shape.put("user", assignment.user());
        shape.put("role", assignment.role());
        shape.put("description", assignment.description());
        shape.put("is_remote", assignment.remote());
        shape.put("source", assignment.source());
        return shape;
    }
}
