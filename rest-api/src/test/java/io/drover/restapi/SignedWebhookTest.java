package io.drover.restapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.engine.api.RegisteredRule;
import io.drover.engine.catalog.Registry;
import io.drover.engine.webhook.Signatures;
import io.drover.engine.webhook.WebhookDoor;
import io.drover.model.action.ActionCall;
import io.drover.model.pack.Ref;
import io.drover.model.rule.Rule;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import io.drover.restapi.fake.FakeEngine;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Check S40: no key, another's key, a wrong signature, an old timestamp, a replay. */
class SignedWebhookTest {
    private static final String BODY = "{ \"kind\": \"go\",  \"n\": 1.0 }";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String NOW_SECONDS = Long.toString(NOW.getEpochSecond());

    private final Inbox inbox = new Inbox();
    private final Registry registry = new Registry(List.of());
    private final Signatures signatures =
            new Signatures(name -> name.equals("hook.secret") ? Optional.of("s3cret") : Optional.empty(), () -> NOW);
    private final Server server = new Server(FakeEngine.settings(0, Server.TOKEN), false);

    @BeforeEach
    void serve() {
        registry.putPack(
                server.engine.catalog.pack("core").orElseThrow(),
                List.of(),
                server.engine.catalog.triggerTypes(),
                List.of(),
                Map.of());
        registry.putRules(
                Set.of(),
                List.of(
                        rule("github", Map.of("scheme", "github", "secret", "hook.secret")),
                        rule("open", Map.of("scheme", "github", "secret", "hook.secret", "instead_of_token", true)),
                        rule(
                                "open-slack",
                                Map.of("scheme", "slack", "secret", "hook.secret", "instead_of_token", true)),
                        rule("mixed", Map.of("scheme", "github", "secret", "hook.secret", "instead_of_token", true)),
                        rule("mixed", Map.of("scheme", "slack", "secret", "hook.secret")),
                        rule("slack", Map.of("scheme", "slack", "secret", "hook.secret")),
                        rule("forgotten", Map.of("scheme", "github", "secret", "no.such.key"))),
                Map.of());
        server.engine.handOver(new WebhookDoor(registry, inbox, inbox::accept, signatures));
        server.serve();
    }

    @AfterEach
    void close() {
        server.close();
        signatures.close();
    }

    @Test
    void takesABodyThatIsSignedAsItWasSent() {
        HttpResponse<String> response =
                server.post("/v1/webhooks/github", BODY, "X-Hub-Signature-256", github("s3cret"));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEqualTo(BODY);
        assertThat(inbox.taken()).isEqualTo(1);
    }

    @Test
    void aSignatureDoesNotTakeThePlaceOfAToken() {
        HttpResponse<String> none = server.send(
                "POST", "/v1/webhooks/github", BodyPublishers.ofString(BODY), "X-Hub-Signature-256", github("s3cret"));
        HttpResponse<String> unknown = server.send(
                "POST",
                "/v1/webhooks/github",
                BodyPublishers.ofString(BODY),
                "X-Auth-Token",
                "another's",
                "X-Hub-Signature-256",
                github("s3cret"));

        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(inbox.taken()).isZero();
    }

    @Test
    void aSignatureTakesThePlaceOfATokenWhereTheTriggerSaysSo() {
        HttpResponse<String> signed = unknown("/v1/webhooks/open", BODY, "X-Hub-Signature-256", github("s3cret"));
        HttpResponse<String> again = unknown("/v1/webhooks/open/", BODY, "X-Hub-Signature-256", github("s3cret"));

        assertThat(signed.statusCode()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(inbox.taken()).isEqualTo(1);
        assertThat(inbox.sources).containsOnly("webhook:open");
    }

    @Test
    void withoutATokenTooOnlyARightAndRecentSignatureIsTaken() {
        String old = Long.toString(NOW.getEpochSecond() - 301);
        String oldSignature = "v0=" + hmac("s3cret", "v0:" + old + ":" + BODY);

        assertThat(unknown("/v1/webhooks/open", BODY).statusCode()).isEqualTo(401);
        assertThat(unknown("/v1/webhooks/open", BODY, "X-Hub-Signature-256", github("other"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(unknown("/v1/webhooks/open", BODY + " ", "X-Hub-Signature-256", github("s3cret"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(unknown(
                                "/v1/webhooks/open-slack",
                                BODY,
                                "X-Slack-Signature",
                                oldSignature,
                                "X-Slack-Request-Timestamp",
                                old)
                        .statusCode())
                .isEqualTo(403);
        assertThat(inbox.taken()).isZero();
    }

    @Test
    void aTokenThatIsWrongIsNotMadeGoodByASignature() {
        HttpResponse<String> response = unknown(
                "/v1/webhooks/open", BODY, "X-Auth-Token", "another's", "X-Hub-Signature-256", github("s3cret"));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(inbox.taken()).isZero();
    }

    @Test
    void aSignatureInThePlaceOfATokenOpensNothingElse() {
        String[] signature = {"X-Hub-Signature-256", github("s3cret")};

        assertThat(unknown("/v1/webhooks/github", BODY, signature).statusCode()).isEqualTo(401);
        assertThat(unknown("/v1/webhooks/st2", BODY, signature).statusCode()).isEqualTo(401);
        assertThat(unknown("/v1/webhooks/nowhere", BODY, signature).statusCode())
                .isEqualTo(401);
        assertThat(server.send("GET", "/v1/webhooks/open", BodyPublishers.noBody(), signature)
                        .statusCode())
                .isEqualTo(401);
        assertThat(inbox.taken()).isZero();
    }

    @Test
    void whoHasNoTokenReachesOnlyTheTriggersThatTakeASignatureInstead() {
        String signature = "v0=" + hmac("s3cret", "v0:" + NOW_SECONDS + ":" + BODY);
        String[] both = {
            "X-Hub-Signature-256",
            github("s3cret"),
            "X-Slack-Signature",
            signature,
            "X-Slack-Request-Timestamp",
            NOW_SECONDS
        };

        int alone = unknown("/v1/webhooks/mixed", BODY, both).statusCode();
        int without = inbox.taken();
        int known = server.post("/v1/webhooks/mixed", BODY, both).statusCode();

        assertThat(List.of(alone, known)).containsOnly(202);
        assertThat(without).isEqualTo(1);
        assertThat(inbox.taken()).isEqualTo(2);
    }

    @Test
    void refusesAMissingAndAWrongSignatureWithoutTellingTheRightOne() {
        HttpResponse<String> missing = server.post("/v1/webhooks/github", BODY);
        HttpResponse<String> wrong = server.post("/v1/webhooks/github", BODY, "X-Hub-Signature-256", github("other"));
        HttpResponse<String> changed =
                server.post("/v1/webhooks/github", BODY + " ", "X-Hub-Signature-256", github("s3cret"));

        assertThat(missing.statusCode()).isEqualTo(401);
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(changed.statusCode()).isEqualTo(403);
        assertThat(missing.body() + wrong.body() + changed.body())
                .doesNotContain("s3cret", "hook.secret", github("s3cret").substring(7));
        assertThat(inbox.taken()).isZero();
    }

    @Test
    void refusesATimeThatIsTooOldOrTooNew() {
        String old = Long.toString(NOW.getEpochSecond() - 301);
        String early = Long.toString(NOW.getEpochSecond() + 301);

        assertThat(slack(NOW_SECONDS, NOW_SECONDS).statusCode()).isEqualTo(202);
        assertThat(slack(old, old).statusCode()).isEqualTo(403);
        assertThat(slack(early, early).statusCode()).isEqualTo(403);
        assertThat(slack(old, NOW_SECONDS).statusCode()).isEqualTo(403);
        assertThat(inbox.taken()).isEqualTo(1);
    }

    @Test
    void aReplayIsAnsweredAsKnownAndLeadsToNothing() {
        String signature = github("s3cret");

        int first = server.post("/v1/webhooks/github", BODY, "X-Hub-Signature-256", signature, "X-GitHub-Delivery", "1")
                .statusCode();
        int again = server.post("/v1/webhooks/github", BODY, "X-Hub-Signature-256", signature, "X-GitHub-Delivery", "2")
                .statusCode();

        assertThat(List.of(first, again)).containsOnly(202);
        assertThat(inbox.taken()).isEqualTo(1);
    }

    @Test
    void tellsTheSenderToComeAgainWhileTheSecretIsMissing() {
        HttpResponse<String> response =
                server.post("/v1/webhooks/forgotten", BODY, "X-Hub-Signature-256", github("s3cret"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).doesNotContain("no.such.key");
        assertThat(inbox.taken()).isZero();
    }

    private HttpResponse<String> unknown(String path, String body, String... headers) {
        return server.send("POST", path, BodyPublishers.ofString(body), headers);
    }

    private HttpResponse<String> slack(String signedAt, String sentAs) {
        String signature = "v0=" + hmac("s3cret", "v0:" + signedAt + ":" + BODY);
        return server.post(
                "/v1/webhooks/slack", BODY, "X-Slack-Signature", signature, "X-Slack-Request-Timestamp", sentAs);
    }

    private static String github(String secret) {
        return "sha256=" + hmac(secret, BODY);
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static RegisteredRule rule(String url, Map<String, @Nullable Object> signature) {
        Rule rule = new Rule(
                Ref.of("ops", url + "-" + signature.get("scheme")),
                null,
                true,
                false,
                Rule.Type.STANDARD,
                Trigger.of(Ref.of("core", "st2.webhook"), Map.of("url", url, "signature", signature)),
                List.of(),
                null,
                List.of(new ActionCall(Ref.of("core", "noop"), Map.of(), null)),
                0,
                List.of(),
                Map.of(),
                null);
        return new RegisteredRule(rule, 1, false, null, List.of(), NOW);
    }

    /** Takes an event once for its trigger and identity, as the store does. */
    private static final class Inbox implements TriggerInbox {
        private final Map<String, String> known = new ConcurrentHashMap<>();
        private final AtomicInteger ids = new AtomicInteger();
        private final List<String> sources = new CopyOnWriteArrayList<>();

        int taken() {
            return ids.get();
        }

        @Override
        public CompletionStage<Acceptance> accept(Emission emission) {
            String id = Integer.toString(ids.get());
            String key = emission.trigger() + " " + emission.dedupeKey();
            String first = emission.dedupeKey() == null ? null : known.putIfAbsent(key, id);
            if (first != null) {
                return CompletableFuture.completedFuture(Acceptance.duplicate(first));
            }
            ids.incrementAndGet();
            sources.add(emission.source());
            return CompletableFuture.completedFuture(Acceptance.accepted(id));
        }

        @Override
        public CompletionStage<List<Acceptance>> acceptAll(List<Emission> emissions) {
            return CompletableFuture.completedFuture(emissions.stream()
                    .map(emission -> accept(emission).toCompletableFuture().join())
                    .toList());
        }

        @Override
        public CompletionStage<Void> bury(DeadLetter letter) {
            throw new AssertionError("A signed request is no dead letter, but found " + letter.reasons());
        }
    }
}
