package io.drover.cli.command;

import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Users, roles, and who has which. */
final class UserCommands {
    private static final Resource USER = new Resource(
            "User",
            "users",
            "user",
            "/users",
            "NAME",
            List.of("name", "roles", "enabled", "origin", "created_at"),
            List.of("name", "roles", "enabled", "origin", "created_at"),
            100,
            false);
    private static final Resource ROLE = new Resource(
            "Role",
            "roles",
            "role",
            "/rbac/roles",
            "NAME",
            List.of("name", "system", "description"),
            List.of("id", "name", "system", "description", "permission_grant_objects"),
            -1,
            false);
    private static final Resource ASSIGNMENT = new Resource(
            "Role assignment",
            "role assignments",
            "role-assignment",
            "/rbac/role_assignments",
            "ID",
            List.of("id", "role", "user", "is_remote", "description", "source"),
            List.of("id", "role", "user", "is_remote", "description", "source"),
            -1,
            false);

    private UserCommands() {}

    static CommandSpec user(String summary) {
        return Leaf.noun(
                "user",
                summary,
                USER.list(),
                USER.get(),
                Leaf.named("create", "Make a user.")
                        .word("NAME", "How the user is called.")
                        .option("PASSWORD", "The password; asked for unless given.", "--password", "-p")
                        .listOption("ROLE", "Roles to give.", "--role", "-r")
                        .runs(UserCommands::create),
                Leaf.named("password", "Change a password: your own, or a user's.")
                        .word("NAME", "Whose.")
                        .option("PASSWORD", "The new one; asked for unless given.", "--password", "-p")
                        .option("PASSWORD", "The present one, needed for your own.", "--old-password")
                        .runs(UserCommands::password),
                USER.enable(),
                USER.disable(),
                USER.delete("delete", "Delete a user, or several, with their tokens and keys."));
    }

    static CommandSpec role(String summary) {
        return Leaf.noun(
                "role",
                summary,
                ROLE.list(),
                ROLE.get(),
                Leaf.named("create", "Make a role out of a file, as in the folder of roles.")
                        .word("FILE", "YAML or JSON; - for standard input.")
                        .runs(call -> {
                            for (Document role : DocumentFile.documents(call, call.word(0))) {
                                call.display()
                                        .properties(
                                                call.api()
                                                        .post(ROLE.path(), role.values())
                                                        .document(),
                                                ROLE.first());
                            }
                            return ExitCode.OK;
                        }),
                ROLE.delete("delete", "Delete a role, or several."));
    }

    static CommandSpec assignment(String summary) {
        return Leaf.noun(
                "role-assignment",
                summary,
                ASSIGNMENT.list(
                        Resource.Filter.of("user", "USER", "Of this user alone.", "--user", "-u"),
                        Resource.Filter.of("role", "ROLE", "Of this role alone.", "--role", "-r")),
                ASSIGNMENT.get(),
                Leaf.named("create", "Give a user a role.")
                        .word("USER", "Who.")
                        .word("ROLE", "Which role.")
                        .runs(call -> {
                            call.display().properties(assign(call, call.word(0), call.word(1)), ASSIGNMENT.first());
                            return ExitCode.OK;
                        }),
                ASSIGNMENT.delete("delete", "Take a role away from a user."));
    }

    private static Document assign(Invocation call, String user, String role) {
        return call.api()
                .post(ASSIGNMENT.path(), Map.of("user", user, "role", role))
                .document();
    }

    private static int create(Invocation call) {
        String name = call.word(0);
        String password = call.text("--password").orElseGet(() -> Typed.secret(call, "Password of " + name));
        call.api().post(USER.path(), Map.of("name", name, "password", password));
        call.texts("--role").forEach(role -> assign(call, name, role));
        call.display().properties(USER.one(call.api(), name), USER.first());
        return ExitCode.OK;
    }

    private static int password(Invocation call) {
        String name = call.word(0);
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        call.text("--old-password").ifPresent(old -> request.put("old_password", old));
        request.put("password", call.text("--password").orElseGet(() -> Typed.secret(call, "New password of " + name)));
        call.api().put(USER.pathOf(name) + "/password", new Document(request));
        call.display().line("The password of " + name + " is changed. Whoever was logged in has to log in again.");
        return ExitCode.OK;
    }
}
