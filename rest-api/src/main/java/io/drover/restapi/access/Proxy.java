package io.drover.restapi.access;

import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of us that logs people in and vouches for them.
 *
 * @param networks from where it asks: addresses and networks; nobody else is believed
 * @param userHeader in which it says who it is
 * @param groupsHeader in which it says to which groups they belong, with commas between
 */
public record Proxy(List<String> networks, String userHeader, String groupsHeader) {
    public Proxy {
        networks = List.copyOf(networks);
    }

    /** {@return for whom the proxy vouches; null where nobody trusted does} */
    @Nullable
    String user(String address, MultiMap headers) {
        String user = headers.get(userHeader);
        return user == null || user.isBlank() || !Addresses.isAmong(address, networks) ? null : user.strip();
    }

    List<String> groups(MultiMap headers) {
        String groups = headers.get(groupsHeader);
        return groups == null
                ? List.of()
                : List.of(groups.split(",", -1)).stream()
                        .map(String::strip)
                        .filter(group -> !group.isEmpty())
                        .toList();
    }
}
