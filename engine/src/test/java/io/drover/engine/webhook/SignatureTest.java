package io.drover.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drover.engine.catalog.WebhookPath;
import io.drover.engine.webhook.Signature.Proof;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.trigger.Trigger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] BODY = bytes("{\"kind\": \"go\"}");

    /** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation */
    @Test
    void takesTheExampleOfGitHub() {
        Signature github = signature(Map.of("scheme", "github", "secret", "k"));

        Proof proof = github.verify(
                Map.of("x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
                        ::get,
                bytes("Hello, World!"),
                "It's a Secret to Everybody",
                NOW);

        assertThat(proof.identity()).startsWith("signature:");
        assertThat(proof.known()).isEqualTo(Duration.ofDays(1));
    }

    /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
    @Test
    void takesTheExampleOfSlack() {
        Signature slack = signature(Map.of("scheme", "slack", "secret", "k"));
        Instant then = Instant.ofEpochSecond(1531420618);
        String body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        Map<String, String> headers = Map.of(
                "x-slack-signature",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "x-slack-request-timestamp",
                "1531420618");
        String secret = "8f742231b10e8888abcd99yyyzzz85a5";

        assertThat(slack.verify(headers::get, bytes(body), secret, then.plusSeconds(300)))
                .isNotNull();
        assertThat(codeOf(slack, headers, bytes(body), secret, then.plusSeconds(301)))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(codeOf(slack, headers, bytes(body), secret, then.minusSeconds(301)))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }

    @Test
    void takesAnyHeaderInHexAndInBase64() {
        Signature own = signature(Map.of("scheme", "header", "secret", "k", "header", "X-Plant-Mark"));
        byte[] right = hmac("secret", BODY);

        Proof hex = own.verify(Map.of("x-plant-mark", HexFormat.of().formatHex(right))::get, BODY, "secret", NOW);
        Proof base64 =
                own.verify(Map.of("x-plant-mark", Base64.getEncoder().encodeToString(right))::get, BODY, "secret", NOW);

        assertThat(hex).isEqualTo(base64);
    }

    @Test
    void aTimeThatIsAskedForIsPartOfWhatIsSigned() {
        Signature timed =
                signature(Map.of("scheme", "header", "secret", "k", "timestamp_header", "X-Time", "tolerance", 10L));
        String now = Long.toString(NOW.getEpochSecond());
        String later = Long.toString(NOW.getEpochSecond() + 60);
        String right = HexFormat.of().formatHex(hmac("secret", bytes(now + ".{\"kind\": \"go\"}")));

        assertThat(timed.verify(Map.of("x-signature", right, "x-time", now)::get, BODY, "secret", NOW))
                .isNotNull();
        assertThat(codeOf(
                        timed,
                        Map.of("x-signature", right, "x-time", later),
                        BODY,
                        "secret",
                        NOW.plus(Duration.ofMinutes(1))))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(codeOf(timed, Map.of("x-signature", right), BODY, "secret", NOW))
                .isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void aTimeThatIsNoNumberIsRefusedThoughItIsSigned() {
        Signature timed = signature(Map.of("scheme", "header", "secret", "k", "timestamp_header", "X-Time"));
        String right = HexFormat.of().formatHex(hmac("secret", bytes("soon.{\"kind\": \"go\"}")));

        assertThat(codeOf(timed, Map.of("x-signature", right, "x-time", "soon"), BODY, "secret", NOW))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                "00",
                "no hex and no Base64!",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
                "zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
            })
    void refusesAnythingElseWithoutTellingWhatWasExpected(String given) {
        Signature github = signature(Map.of("scheme", "github", "secret", "k"));
        String right = HexFormat.of().formatHex(hmac("secret", BODY));

        assertThatThrownBy(() -> github.verify(Map.of("x-hub-signature-256", given)::get, BODY, "secret", NOW))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED))
                .hasMessageNotContainingAny(right, "secret'");
    }

    @Test
    void refusesABodyThatWasChangedByOneByte() {
        Signature github = signature(Map.of("scheme", "github", "secret", "k"));
        String right = HexFormat.of().formatHex(hmac("secret", BODY));

        assertThat(codeOf(github, Map.of("x-hub-signature-256", right), bytes("{\"kind\": \"Go\"}"), "secret", NOW))
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }

    @Test
    void remembersASignatureAtLeastAsLongAsItsTimeIsGood() {
        String now = Long.toString(NOW.getEpochSecond());
        Map<String, String> headers = Map.of(
                "x-signature",
                HexFormat.of().formatHex(hmac("secret", bytes(now + ".{\"kind\": \"go\"}"))),
                "x-time",
                now);
        Map<String, Object> timed =
                Map.of("scheme", "header", "secret", "k", "timestamp_header", "X-Time", "remember", 0L);
        Map<String, Object> untimed = Map.of("scheme", "header", "secret", "k", "remember", 0L);
        Map<String, String> plain = Map.of("x-signature", HexFormat.of().formatHex(hmac("secret", BODY)));

        Proof known = signature(timed).verify(headers::get, BODY, "secret", NOW);
        Proof unknown = signature(untimed).verify(plain::get, BODY, "secret", NOW);

        assertThat(known.identity()).isNotNull();
        assertThat(known.known()).isGreaterThan(Duration.ofMinutes(10));
        assertThat(unknown.identity()).isNull();
    }

    @Test
    void aTriggerWithoutTheParameterAsksForNone() {
        assertThat(Signature.of(Trigger.of(WebhookPath.TYPE, Map.of("url", "x"))))
                .isNull();
    }

    private static Signature signature(Map<String, @Nullable Object> asked) {
        return Objects.requireNonNull(
                Signature.of(Trigger.of(WebhookPath.TYPE, Map.of("url", "x", "signature", asked))));
    }

    private static ErrorCode codeOf(
            Signature signature, Map<String, String> headers, byte[] body, String secret, Instant now) {
        return catchThrowableOfType(DroverException.class, () -> signature.verify(headers::get, body, secret, now))
                .code();
    }

    private static byte[] hmac(String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
