package io.drover.restapi.access;

import io.drover.engine.api.Access;
import io.drover.engine.api.Users;
import io.drover.model.access.Permission;
import io.drover.model.access.Principal;
import io.drover.model.access.User;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Attributes;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Failures;
import io.drover.restapi.http.Fields;
import io.drover.restapi.http.MemoryList;
import io.drover.restapi.http.Times;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Users and their passwords. */
public final class UserOperations {
    private static final int USERS = 100;

    private final Users users;
    private final Access access;

    public UserOperations(Users users, Access access) {
        this.users = users;
        this.access = access;
    }

    public Answer list(Call call) {
        return MemoryList.answer(call, users.list(), USERS, Attributes.ALL, this::shape);
    }

    public Answer get(Call call) {
        return Answer.ok(shape(user(call)));
    }

    /** {@code {name, password}}. */
    public CompletionStage<Answer> create(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("name", "password"));
        return users.create(fields.text("name"), fields.text("password"), call.principal())
                .thenApply(user -> Answer.json(201, shape(user)));
    }

    /** Takes a user's whole shape and looks at {@code enabled} alone. */
    public Answer update(Call call) {
        Fields fields = call.fields();
        if (fields.values().get("enabled") == null) {
            throw DroverException.invalid(
                    "Expected 'enabled' as true or false, but it is missing. A password is changed"
                            + " at /users/{name}/password, roles at /rbac/role_assignments.");
        }
        User user = user(call);
        return Answer.ok(shape(users.enable(user.name(), fields.flag("enabled", true), call.principal())));
    }

    /** {@code {password, old_password}}: one's own by the one before, others' by who may change users. */
    public CompletionStage<Answer> password(Call call) {
        Fields fields = call.fields().onlyOf(Set.of("password", "old_password"));
        Principal by = call.principal();
        String name = call.at("name");
        String old = fields.textOr("old_password", null);
        boolean own = name.equals(by.user()) && !by.isAction();
        if (!own || old == null) {
            if (own && !access.may(by, Permission.USER_MODIFY, null)) {
                throw DroverException.of(
                        ErrorCode.PERMISSION_DENIED,
                        "Expected the present password as 'old_password', but it is missing.");
            }
            access.require(by, Permission.USER_MODIFY, Subjects.ofUser(name));
        }
        Users.Present present = own && old != null ? new Users.Present(old, call.address()) : null;
        return users.changePassword(user(call).name(), present, fields.text("password"), by)
                .thenApply(user -> Answer.ok(shape(user)));
    }

    public Answer delete(Call call) {
        users.delete(user(call).name(), call.principal());
        return Answer.noContent();
    }

    private User user(Call call) {
        String name = call.at("name");
        return users.find(name).orElseThrow(() -> Failures.noResource(name));
    }

    private Map<String, @Nullable Object> shape(User user) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", user.id());
        shape.put("name", user.name());
        shape.put("enabled", user.enabled());
        shape.put("origin", user.origin().name().toLowerCase(Locale.ROOT));
        shape.put("roles", access.rolesOf(user.name()).stream().sorted().toList());
        shape.put("created_at", Times.text(user.createdAt()));
        return shape;
    }
}
