package io.drover.engine.access;

import io.drover.engine.api.Roles;
import io.drover.model.access.Principal;
import io.drover.model.access.Role;
import io.drover.model.access.RoleAssignment;
import io.drover.model.error.DroverException;
import io.drover.model.text.Nearest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Roles of the platform and of files from memory, those of the API as the store has them. */
final class StoredRoles implements Roles {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,128}");

    private final AccessBook book;
    private final InstantSource clock;

    StoredRoles(AccessBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    @Override
    public List<Known> list() {
        return List.copyOf(book.roster().roles().values());
    }

    @Override
    public Optional<Known> find(String nameOrId) {
        return list().stream()
                .filter(known -> known.role().name().equals(nameOrId)
                        || known.role().id().equals(nameOrId))
                .findFirst();
    }

    @Override
    public Known put(Role role, Principal by) {
        if (!NAME.matcher(role.name()).matches()) {
            throw DroverException.invalid(
                    "Expected a role's name of letters, digits, '_', '.' and '-', but found '" + role.name() + "'.");
        }
        find(role.name()).ifPresent(StoredRoles::requireOurs);
        book.change(batch -> {
            batch.also(transaction -> transaction.roles().put(role));
            batch.append(Asked.by(by, "changed", "role", role.name(), clock.instant()));
        });
        return require(role.name());
    }

    @Override
    public void delete(String name, Principal by) {
        Known known = require(name);
        requireOurs(known);
        book.change(batch -> {
            batch.also(transaction -> transaction.roles().remove(known.role().name()));
            batch.append(Asked.by(by, "deleted", "role", known.role().name(), clock.instant()));
        });
    }

    private static void requireOurs(Known known) {
        if (known.system()) {
            throw DroverException.conflict("Role '" + known.role().name()
                    + "' belongs to the platform and cannot be changed. Make another one.");
        }
        if (known.fromFile()) {
            throw DroverException.conflict(
                    "Role '" + known.role().name() + "' is owned by a file of the folder of roles. Change it there.");
        }
    }

    @Override
    public List<RoleAssignment> assignments() {
        return book.roster().assignments();
    }

    @Override
    public RoleAssignment assign(RoleAssignment assignment, Principal by) {
        Known unused = require(assignment.role());
        book.change(batch -> {
            batch.also(transaction -> transaction.roles().assign(assignment));
            batch.append(Asked.by(by, "assigned", "role", assignment.role(), clock.instant())
                    .with("user", assignment.user()));
        });
        return assignment;
    }

    @Override
    public void unassign(String id, Principal by) {
        RoleAssignment known = assignments().stream()
                .filter(assignment -> assignment.id().equals(id))
                .findFirst()
                .orElseThrow(() -> DroverException.notFound("Unable to identify resource with id \"" + id + "\"."));
        if (!known.source().equals(RoleAssignment.API) && !known.remote()) {
            throw DroverException.conflict("That '" + known.user() + "' has the role '" + known.role()
                    + "' is said by '" + known.source() + "'. Change it there.");
        }
        book.change(batch -> {
            batch.also(transaction -> transaction.roles().unassign(known));
            batch.append(Asked.by(by, "unassigned", "role", known.role(), clock.instant())
                    .with("user", known.user()));
        });
    }

    @Override
    public void useFiles(Files files) {
        book.roster().files(files);
    }

    private Known require(String name) {
        return find(name)
                .orElseThrow(() -> DroverException.notFound("Role \"" + name + "\" not found."
                        + Nearest.hint(name, List.copyOf(book.roster().roles().keySet()))));
    }
}
