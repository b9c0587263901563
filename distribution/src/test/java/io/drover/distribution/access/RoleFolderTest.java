package io.drover.distribution.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.Roles;
import io.drover.model.access.Grant;
import io.drover.model.access.Permission;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoleFolderTest {
    @TempDir
    Path folder = Path.of("");

    private final List<Roles.Files> said = new ArrayList<>();

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        Files.writeString(path, text);
    }

    @Test
    void readsStackStormsLayout() throws IOException {
        write("roles/runner.yaml", """
                name: runner
                description: May run one action.
                permission_grants:
                  - resource_uid: action:core:local
                    permission_types: [action_execute]
                  - permission_types: [pack_list]
                """);
        write("assignments/bob.yaml", "username: bob\nroles: [runner, viewer]\n");
        write("assignments/off.yaml", "username: eve\nenabled: false\nroles: [admin]\n");
        write("mappings/ops.yaml", "group: CN=ops\nroles: [operator]\n");

        assertThat(new RoleFolder(folder, said::add).read()).isEmpty();

        String file = folder.resolve("assignments/bob.yaml").toString();
        assertThat(said)
                .containsExactly(new Roles.Files(
                        List.of(new Role(
                                "runner",
                                "May run one action.",
                                List.of(
                                        new Grant("action:core:local", Set.of(Permission.ACTION_EXECUTE)),
                                        new Grant(null, Set.of(Permission.PACK_LIST))))),
                        List.of(
                                new RoleAssignment("bob", "runner", null, file, false),
                                new RoleAssignment("bob", "viewer", null, file, false)),
                        Map.of("CN=ops", List.of("operator"))));
    }

    @Test
    void tellsWhatIsWrongAndKeepsWhatWasThere() throws IOException {
        write("assignments/bob.yaml", "username: bob\nroles: [viewer]\n");
        RoleFolder roles = new RoleFolder(folder, said::add);
        assertThat(roles.read()).isEmpty();
        write("roles/a.yaml", "name: a\npermission_grants: [{permission_types: [action_lisst]}]\n");
        write("roles/b.yaml", "name: admin\n");
        write("assignments/bob.yaml", "username: bob\nroles: viewer\n");

        List<String> problems = roles.read();

        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).contains("a.yaml", "action_lisst", "action_list"))
                .anySatisfy(problem -> assertThat(problem).contains("b.yaml", "'admin' already"))
                .anySatisfy(problem -> assertThat(problem).contains("bob.yaml", "list of 'roles'"));
        assertThat(said).hasSize(1);
    }

    @Test
    void aFolderThatIsNotThereSaysNothing() {
        assertThat(new RoleFolder(folder.resolve("none"), said::add).read()).isEmpty();
        assertThat(said).containsExactly(Roles.Files.NONE);
    }
}
