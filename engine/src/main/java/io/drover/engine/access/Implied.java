package io.drover.engine.access;

import io.drover.model.access.Permission;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which permissions follow from another (platform spec 10.2, "Implicit rules"). */
final class Implied {
    private static final List<String> OF_PACKS = List.of("pack", "sensor_type", "action", "action_alias", "rule");
    private static final Map<Permission, Set<Permission>> ALL = new EnumMap<>(Permission.class);

    static {
        for (Permission permission : Permission.values()) {
            EnumSet<Permission> found = EnumSet.noneOf(Permission.class);
            add(permission, found);
            ALL.put(permission, found);
        }
    }

    private Implied() {}

    /** {@return a permission and all that follow from it} */
    static Set<Permission> by(Permission permission) {
        return ALL.getOrDefault(permission, Set.of());
    }

    private static void add(Permission permission, Set<Permission> found) {
        if (found.add(permission)) {
            direct(permission).forEach(next -> add(next, found));
        }
    }

    private static Set<Permission> direct(Permission permission) {
        EnumSet<Permission> next = EnumSet.noneOf(Permission.class);
        if (permission == Permission.PACK_ALL) {
            OF_PACKS.forEach(type -> next.addAll(of(type)));
        } else if (permission.word().endsWith("_all")) {
            next.addAll(of(permission.resourceType()));
        } else if (!permission.isLooking()) {
            Permission.of(permission.resourceType() + "_view").ifPresent(next::add);
        }
        switch (permission) {
            case ACTION_VIEW -> next.add(Permission.EXECUTION_VIEW);
            case ACTION_EXECUTE ->
                next.addAll(
                        EnumSet.of(Permission.EXECUTION_RERUN, Permission.EXECUTION_STOP, Permission.INQUIRY_RESPOND));
            case ACTION_ALL -> next.add(Permission.EXECUTION_ALL);
            case RULE_VIEW -> next.add(Permission.RULE_ENFORCEMENT_VIEW);
            default -> {}
        }
        return next;
    }

    private static Set<Permission> of(String type) {
        EnumSet<Permission> all = EnumSet.noneOf(Permission.class);
        Arrays.stream(Permission.values())
                .filter(permission -> permission.resourceType().equals(type))
                .forEach(all::add);
        return all;
    }
}
