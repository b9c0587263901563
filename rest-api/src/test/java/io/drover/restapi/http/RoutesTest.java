package io.drover.restapi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drover.model.access.Permission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes(List.of(
            operation("GET", "/a"),
            operation("GET", "/a/views"),
            operation("GET", "/a/{id}"),
            operation("DELETE", "/a/{id}"),
            operation("GET", "/a/{id}/why"),
            operation("POST", "/hook/{rest*}")));

    @Test
    void prefersAPathWithoutPlaces() {
        assertThat(found("GET", "/v1/a/views")).isEqualTo("/a/views {}");
        assertThat(found("GET", "/v1/a/x")).isEqualTo("/a/{id} {id=x}");
        assertThat(found("DELETE", "/v1/a/views")).isEqualTo("/a/{id} {id=views}");
    }

    @Test
    void decodesPlacesOneByOne() {
        assertThat(found("GET", "/a/x%2Fy+z/why")).isEqualTo("/a/{id}/why {id=x/y+z}");
        assertThat(found("POST", "/hook/x/y%20z")).isEqualTo("/hook/{rest*} {rest=x/y z}");
    }

    @Test
    void knowsAPathUnderAnotherMethod() {
        assertThat(routes.find("PUT", "/v1/a/x")).isEmpty();
        assertThat(routes.knows("/v1/a/x")).isTrue();
        assertThat(routes.knows("/v1/b")).isFalse();
        assertThat(routes.find("GET", "/a/x/")).isPresent();
        assertThat(routes.find("GET", "/a/x//")).isEmpty();
        assertThat(routes.find("GET", "/v1")).isEmpty();
    }

    @Test
    void refusesTwoOperationsOfOneMethodAndPath() {
        assertThatThrownBy(() -> new Routes(List.of(operation("GET", "/a"), operation("GET", "/a"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String found(String method, String path) {
        Routes.Match match = routes.find(method, path).orElseThrow();
        return match.operation().path() + " " + match.place();
    }

    private static Operation operation(String method, String path) {
        return Operation.work(method, path, Permission.AUTHENTICATED, call -> Answer.ok(Map.of()));
    }
}
