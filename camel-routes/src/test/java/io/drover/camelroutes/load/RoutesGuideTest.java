package io.drover.camelroutes.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelroutes.hook.HookRouters;
import io.drover.camelroutes.hook.HookRule;
import io.drover.model.pack.Pack;
import io.drover.model.pack.RouteFile;
import io.drover.model.trigger.SensorStatus.Delivery;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of the guide are real: all of them load. */
class RoutesGuideTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n# routes/(\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\n {4}id: (\\w+)");

    @Test
    void everyExampleOfTheGuideLoads() throws IOException {
        String guide = Files.readString(Path.of("../docs/routes.md"));
        List<RouteFile> files = new ArrayList<>();
        for (Matcher example = EXAMPLE.matcher(guide); example.find(); ) {
            files.add(new RouteFile("plant/routes/" + example.group(1), Path.of(example.group(1)), example.group(2)));
        }
        Set<String> ids =
                ID.matcher(guide).results().map(match -> match.group(1)).collect(Collectors.toSet());
        Pack pack = new Pack("plant", "plant", "1.0.0", null, null, Map.of(), Path.of("plant"), List.of());
        Vertx vertx = Vertx.vertx();

        try (PackRoutes routes =
                new PackRoutes(new RecordingDoor(), new HookRouters(vertx, RoutingContext::next, 1_000))) {
            var problems = routes.load(
                    pack,
                    Map.of("broker", "tcp://127.0.0.1:1", "amqp", "amqp://127.0.0.1:1", "plc", "127.0.0.1:1"),
                    files,
                    List.of(),
                    ids);

            assertThat(problems).isEmpty();
            assertThat(files).hasSize(4);
            assertThat(routes.list().stream()
                            .filter(RouteReport::isSensor)
                            .collect(Collectors.toMap(route -> route.ref().name(), RouteReport::delivery)))
                    .isEqualTo(Map.of(
                            "alerts", Delivery.AT_LEAST_ONCE,
                            "orders", Delivery.AT_LEAST_ONCE,
                            "measures", Delivery.AT_LEAST_ONCE));
        } finally {
            vertx.close();
        }
    }

    @Test
    void theRuleForHttpSourcesOfTheGuideIsRead() {
        Map<String, HookRule> rules = HookRule.read(
                Map.of("orders", Map.of("auth", "hmac", "secret", "{{hook_secret}}", "header", "X-Hub-Signature-256")));

        assertThat(rules)
                .isEqualTo(
                        Map.of("orders", new HookRule(HookRule.Auth.HMAC, "{{hook_secret}}", "X-Hub-Signature-256")));
    }
}
