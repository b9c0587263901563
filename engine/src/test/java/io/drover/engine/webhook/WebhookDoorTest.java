package io.drover.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.WebhookPath;
import io.drover.engine.explain.StoredEvents;
import io.drover.engine.explain.Why;
import io.drover.engine.rehearse.Await;
import io.drover.engine.rehearse.Parts;
import io.drover.engine.rehearse.Parts.Setup;
import io.drover.engine.rehearse.Plant;
import io.drover.model.action.Action;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Cause;
import io.drover.model.execution.Claim;
import io.drover.model.execution.Execution;
import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.Trace;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Acceptance.Verdict;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import io.drover.model.trigger.TriggerType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookDoorTest {
    private static final Map<String, @Nullable Object> REQUEST =
            Map.of("headers", Map.of("X-Kind", "push"), "body", Map.of("ref", "main"));

    private static final byte[] BODY = "{\"ref\": \"main\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final Signatures signatures =
            new Signatures(name -> Optional.ofNullable(secrets.get(name)), InstantSource.system());
    private @Nullable Parts made;

    @BeforeEach
    void start() {
        Setup setup = Setup.in(folder);
        setup.reader().lay(Plant.content());
        Parts parts = setup.make().started();
        parts.registry()
                .putPack(
                        new RegisteredPack(Plant.pack("core", folder), List.of(), List.of(), List.of(), Map.of()),
                        List.of(),
                        List.of(new TriggerType(
                                WebhookPath.TYPE,
                                null,
                                Map.of(),
                                Map.of("type", "object", "properties", Map.of("url", Map.of("type", "string"))),
                                List.of(),
                                null)),
                        List.of(),
                        Map.of());
        made = parts;
    }

    @AfterEach
    void close() {
        signatures.close();
        parts().close();
    }

    @Test
    void handsARequestToTheTriggerOfItsUrl() {
        listen("hook", "/deploy/");

        List<Acceptance> answers = Await.done(door().deliver("deploy", REQUEST, BODY, null, null));

        assertThat(answers).extracting(Acceptance::verdict).containsExactly(Verdict.ACCEPTED);
        assertThat(parts().events()).singleElement().satisfies(event -> {
            assertThat(event.triggerType()).isEqualTo(WebhookPath.TYPE);
            assertThat(event.payload()).isEqualTo(REQUEST);
            assertThat(event.source()).isEqualTo("webhook:deploy");
            assertThat(event.trace().tag()).startsWith("webhook-deploy-");
        });
        assertThat(door().at("/deploy")).hasSize(1);
        assertThat(door().registered()).hasSize(1);
    }

    @Test
    void keepsTheTraceTagOfTheSender() {
        listen("hook", "deploy");

        Await.done(door().deliver("deploy/", REQUEST, BODY, "build-7", null));

        assertThat(parts().events())
                .singleElement()
                .satisfies(event -> assertThat(event.trace().tag()).isEqualTo("build-7"));
    }

    @Test
    void nobodyListensAtAnotherUrl() {
        listen("hook", "deploy");

        assertThat(door().at("other")).isEmpty();
        assertThat(Await.done(door().deliver("other", REQUEST, BODY, null, null)))
                .isEmpty();
    }

    @Test
    void emitsOneEventOfAnyTrigger() {
        Acceptance answer = Await.done(door().emit(Ref.of("plant", "state"), Map.of("host", "a"), "tag", "st2", null));

        assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(parts().events()).extracting(TriggerInstance::source).containsExactly("st2");
    }

    @Test
    void theDaemonsOwnActionInjectsATrigger() {
        NativeRunner runner = new NativeRunner(parts().dispatcher());

        ActionResult injected = runner.run(
                call("inject_trigger", Map.of("trigger_name", "plant.state", "payload", Map.of("host", "a"))));
        ActionResult refused = runner.run(
                call("inject_trigger", Map.of("trigger_name", "plant.state", "payload", Map.of("host", 1L))));
        ActionResult unnamed = runner.run(call("inject_trigger", Map.of()));

        assertThat(injected.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(String.valueOf(refused.result())).contains("refused", "host");
        assertThat(unnamed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(parts().events()).singleElement().satisfies(event -> {
            assertThat(event.payload()).isEqualTo(Map.of("host", "a"));
            assertThat(event.source()).isEqualTo("execution:e1");
        });
    }

    @Test
    void aTriggerThatIsNoRefCannotBeInjected() {
        NativeRunner runner = new NativeRunner(parts().dispatcher());

        assertThatThrownBy(() -> runner.run(call("inject_trigger", Map.of("trigger_name", "nonsense"))))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void theDaemonsOwnActionMakesUuids() {
        NativeRunner runner = new NativeRunner(parts().dispatcher());

        assertThat(uuid(runner, "uuid1").version()).isEqualTo(1);
        assertThat(uuid(runner, "uuid4").version()).isEqualTo(4);
        assertThat(runner.run(call("uuid", Map.of("uuid_type", "uuid9"))).status())
                .isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void uuidsOfOneInstantDifferAndTellTheirTime() {
        Instant now = Instant.parse("2026-03-01T12:00:00.123456700Z");

        UUID first = TimeUuid.at(now);
        UUID second = TimeUuid.at(now);

        assertThat(first).isNotEqualTo(second);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(second.timestamp()).isGreaterThan(first.timestamp());
    }

    @Test
    void anEventOfASignedRequestIsTakenOnce() {
        listen("hook", Map.of("url", "deploy", "signature", Map.of("scheme", "github", "secret", "deploy.secret")));
        secrets.put("deploy.secret", "s3cret");

        List<Acceptance> first = Await.done(door().deliver("deploy", signed("s3cret"), BODY, null, null));
        List<Acceptance> again = Await.done(door().deliver("deploy", signed("s3cret"), BODY, null, null));

        assertThat(first).extracting(Acceptance::verdict).containsExactly(Verdict.ACCEPTED);
        assertThat(again).extracting(Acceptance::verdict).containsExactly(Verdict.DUPLICATE);
        assertThat(again.get(0).instanceId()).isEqualTo(first.get(0).instanceId());
        assertThat(parts().events()).hasSize(1);
    }

    @Test
    void aRequestThatIsSignedWronglyReachesOnlyRulesThatAskForNoSignature() {
        listen("signed", Map.of("url", "deploy", "signature", Map.of("scheme", "github", "secret", "deploy.secret")));
        secrets.put("deploy.secret", "s3cret");

        assertThat(codeOf(door().deliver("deploy", signed("other"), BODY, null, null)))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(codeOf(door().deliver("deploy", REQUEST, BODY, null, null))).isEqualTo(ErrorCode.UNAUTHENTICATED);
        listen("unsigned", "deploy");
        Await.done(door().deliver("deploy", signed("other"), BODY, null, null));
        assertThat(parts().events())
                .singleElement()
                .satisfies(event -> assertThat(event.trigger())
                        .isEqualTo(Trigger.of(WebhookPath.TYPE, Map.of("url", "deploy"))
                                .ref()));
    }

    @Test
    void noRequestIsTakenWhileTheSecretIsMissing() {
        listen("hook", Map.of("url", "deploy", "signature", Map.of("scheme", "github", "secret", "deploy.secret")));

        ErrorCode missing = codeOf(door().deliver("deploy", signed(""), BODY, null, null));

        assertThat(missing).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(parts().events()).isEmpty();
    }

    @Test
    void theDoorOfAllTriggersDoesNotLeadAroundASignature() {
        Map<String, @Nullable Object> parameters =
                Map.of("url", "deploy", "signature", Map.of("scheme", "github", "secret", "deploy.secret"));
        listen("hook", parameters);
        Trigger trigger = Trigger.of(WebhookPath.TYPE, parameters);

        assertThatThrownBy(() -> door().emit(trigger.ref(), REQUEST, null, "st2", null))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
    }

    @Test
    void routesAndActionsDoNotLeadAroundASignatureEither() {
        Map<String, @Nullable Object> parameters =
                Map.of("url", "deploy", "signature", Map.of("scheme", "github", "secret", "deploy.secret"));
        listen("hook", parameters);
        Ref signed = Trigger.of(WebhookPath.TYPE, parameters).ref();
        UnsignedDoor inbox = new UnsignedDoor(parts().registry(), parts().dispatcher());
        Emission wrong = Emission.of(signed, REQUEST, "route:x");
        Emission right = Emission.of(Ref.of("plant", "state"), Map.of("host", "a"), "route:x");

        List<Acceptance> several = Await.done(inbox.acceptAll(List.of(wrong, right, wrong)));
        ActionResult injected = new NativeRunner(inbox)
                .run(call("inject_trigger", Map.of("trigger_name", signed.toString(), "payload", REQUEST)));

        assertThat(several)
                .extracting(Acceptance::verdict)
                .containsExactly(Verdict.REFUSED, Verdict.ACCEPTED, Verdict.REFUSED);
        assertThat(Await.done(inbox.accept(wrong)).violations())
                .singleElement()
                .asString()
                .contains("takes signed requests only");
        assertThat(injected.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(parts().events()).extracting(TriggerInstance::trigger).containsExactly(right.trigger());
    }

    @Test
    void anEventIsNotEmittedByHandAroundASignature() {
        Map<String, @Nullable Object> parameters =
                Map.of("url", "deploy", "signature", Map.of("scheme", "github", "secret", "deploy.secret"));
        listen("hook", parameters);
        Emission emission = Emission.of(Trigger.of(WebhookPath.TYPE, parameters).ref(), REQUEST, "api");
        StoredEvents events = new StoredEvents(
                parts().store(),
                parts().registry(),
                parts().dispatcher(),
                new Why(parts().store(), parts().reader(), transaction -> fail("Nothing is explained here")));

        assertThatThrownBy(() -> events.emit(emission, Parts.ADMIN))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
        assertThat(parts().events()).isEmpty();
    }

    @Test
    void aDeliveryThatComesAgainIsOneEvent() {
        listen("hook", Map.of("url", "deploy", "delivery", "X-GitHub-Delivery"));

        List<Acceptance> first = Await.done(door().deliver("deploy", delivery("1"), BODY, null, null));
        List<Acceptance> again = Await.done(door().deliver("deploy", delivery("1"), BODY, null, null));
        List<Acceptance> other = Await.done(door().deliver("deploy", delivery("2"), BODY, null, null));
        Await.done(door().deliver("deploy", REQUEST, BODY, null, null));
        Await.done(door().deliver("deploy", REQUEST, BODY, null, null));

        assertThat(first).extracting(Acceptance::verdict).containsExactly(Verdict.ACCEPTED);
        assertThat(again).extracting(Acceptance::verdict).containsExactly(Verdict.DUPLICATE);
        assertThat(other).extracting(Acceptance::verdict).containsExactly(Verdict.ACCEPTED);
        assertThat(parts().events()).hasSize(4);
    }

    @Test
    void anIdThatIsNotSignedLetsNoReplayInUnlessSignaturesAreNotRemembered() {
        secrets.put("deploy.secret", "s3cret");
        listen("strict", signedBy("strict", Map.of()));
        listen("loose", signedBy("loose", Map.of("remember", 0L)));

        for (String id : List.of("1", "1", "2")) {
            Await.done(door().deliver("strict", signed("s3cret", id), BODY, null, null));
            Await.done(door().deliver("loose", signed("s3cret", id), BODY, null, null));
        }

        assertThat(parts().events())
                .extracting(TriggerInstance::source)
                .containsExactlyInAnyOrder("webhook:strict", "webhook:loose", "webhook:loose");
    }

    private static Map<String, @Nullable Object> signedBy(String url, Map<String, Object> more) {
        Map<String, Object> signature = new HashMap<>(Map.of("scheme", "github", "secret", "deploy.secret"));
        signature.putAll(more);
        return Map.of("url", url, "delivery", "X-GitHub-Delivery", "signature", signature);
    }

    private static Map<String, @Nullable Object> delivery(String id) {
        return Map.of(
                "headers", Map.of(), "headers_lower", Map.of("x-github-delivery", id), "body", Map.of("ref", "main"));
    }

    private static ErrorCode codeOf(CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> stage.toCompletableFuture().get(60, TimeUnit.SECONDS));
        return failure.getCause() instanceof DroverException known ? known.code() : fail("Unexpected " + failure);
    }

    private static Map<String, @Nullable Object> signed(String secret) {
        return signed(secret, "0");
    }

    private static Map<String, @Nullable Object> signed(String secret, String delivery) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = (secret.isEmpty() ? "x" : secret).getBytes(StandardCharsets.UTF_8);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(BODY));
            return Map.of(
                    "headers", Map.of(),
                    "headers_lower", Map.of("x-hub-signature-256", signature, "x-github-delivery", delivery),
                    "body", Map.of("ref", "main"));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void listen(String name, String url) {
        listen(name, Map.of("url", url));
    }

    private void listen(String name, Map<String, @Nullable Object> parameters) {
        Map<String, @Nullable Object> document = Map.of(
                "name",
                name,
                "pack",
                "plant",
                "trigger",
                Map.of("type", WebhookPath.TYPE.toString(), "parameters", parameters),
                "actions",
                List.of(Map.of("ref", "plant.calc")));
        parts().registration().rules().create(document, Parts.ADMIN);
    }

    private WebhookDoor door() {
        return new WebhookDoor(
                parts().registry(), parts().dispatcher(), parts().dispatcher()::acceptFitting, signatures);
    }

    private Parts parts() {
        return Objects.requireNonNull(made);
    }

    private static UUID uuid(NativeRunner runner, String type) {
        ActionResult result = runner.run(call("uuid", Map.of("uuid_type", type)));
        return UUID.fromString(String.valueOf(result.result().get("result")));
    }

    private static ActionContext call(String action, Map<String, @Nullable Object> parameters) {
        Action definition = Plant.action(Ref.of("core", action), "native", false);
        Execution execution = new Execution(
                "e1",
                definition.ref(),
                "native",
                "1",
                ExecutionStatus.REQUESTED,
                parameters,
                null,
                Map.of(),
                Cause.request("anna"),
                new Trace("t", null),
                Claim.NONE,
                Instant.EPOCH,
                null,
                null,
                List.of());
        return new ActionContext(
                execution,
                definition,
                Map.of(),
                parameters,
                List.of(),
                Map.of(),
                URI.create("http://127.0.0.1"),
                "",
                (stream, text) -> {},
                new Uncanceled());
    }

    private static final class Uncanceled implements ActionContext.Cancellation {
        @Override
        public void whenCanceled(Runnable stop) {}

        @Override
        public boolean isCanceled() {
            return false;
        }

        @Override
        public Duration grace() {
            return Duration.ZERO;
        }
    }
}
