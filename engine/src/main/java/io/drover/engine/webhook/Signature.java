package io.drover.engine.webhook;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.Trigger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The signature that a webhook trigger asks its senders for: an HMAC-SHA256 over the body as it was sent, with a secret of the
 * datastore. It is told by the trigger's parameter {@code signature}.
 *
 * @param secret name of the datastore's key, in everybody's scope
 * @param header where the signature stands, in small letters
 * @param timestampHeader where the time stands at which it was signed, as Unix seconds; null: it is not part of what is signed
 * @param signed what stands before the body in what is signed, around the timestamp
 * @param tolerance how far the timestamp may be from now, in both directions
 * @param remember for how long the same signature is known as one that was taken; zero: not at all
 * @param insteadOfToken whether a right signature takes the place of a token: who knows the secret may send
 */
record Signature(
        String secret,
        String header,
        @Nullable String timestampHeader,
        Signed signed,
        Duration tolerance,
        Duration remember,
        boolean insteadOfToken) {
    private static final String PARAMETER = "signature";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int HEX_DIGITS = 64;
    private static final int MOST_DIGITS = 12;
    private static final long TOLERANCE_SECONDS = 300;
    private static final long REMEMBER_SECONDS = 86_400;

    /** The words before the body. */
    private record Signed(String before, String after) {}

    /**
     * A request whose signature is right.
     *
     * @param identity the same for the same signature; null where it is not known again
     * @param known for how long it is
     * @param isRemembered whether that was asked for; else it is known as long as its time is good, no longer
     */
    record Proof(@Nullable String identity, Duration known, boolean isRemembered) {}

    /** {@return whether whoever signs a request for this trigger needs no token} */
    static boolean isInsteadOfToken(Trigger trigger) {
        Signature asked = of(trigger);
        return asked != null && asked.insteadOfToken;
    }

    /** {@return what a trigger asks for; null where it asks for none} */
    static @Nullable Signature of(Trigger trigger) {
        if (!(trigger.parameters().get(PARAMETER) instanceof Map<?, ?> asked)) {
            return null;
        }
        String secret = String.valueOf(asked.get("secret"));
        Duration tolerance = seconds(asked, "tolerance", TOLERANCE_SECONDS);
        Duration remember = seconds(asked, "remember", REMEMBER_SECONDS);
        boolean insteadOfToken = Boolean.TRUE.equals(asked.get("instead_of_token"));
        return switch (String.valueOf(asked.get("scheme"))) {
            // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
            case "github" ->
                new Signature(
                        secret, "x-hub-signature-256", null, new Signed("", ""), tolerance, remember, insteadOfToken);
            // https://docs.slack.dev/authentication/verifying-requests-from-slack
            case "slack" ->
                new Signature(
                        secret,
                        "x-slack-signature",
                        "x-slack-request-timestamp",
                        new Signed("v0:", ":"),
                        tolerance,
                        remember,
                        insteadOfToken);
            default ->
                new Signature(
                        secret,
                        name(asked, "header", "x-signature"),
                        asked.containsKey("timestamp_header") ? name(asked, "timestamp_header", "") : null,
                        new Signed("", "."),
                        tolerance,
                        remember,
                        insteadOfToken);
        };
    }

    private static Duration seconds(Map<?, ?> asked, String name, long otherwise) {
        return Duration.ofSeconds(asked.get(name) instanceof Number number ? number.longValue() : otherwise);
    }

    private static String name(Map<?, ?> asked, String name, String otherwise) {
        return (asked.get(name) instanceof String header ? header : otherwise).toLowerCase(Locale.ROOT);
    }

    /**
     * Holds a request against its signature.
     *
     * @param headers gives the value of a header by its name in small letters, null where it is not there
     * @throws DroverException {@code UNAUTHENTICATED} where the request is not signed; {@code PERMISSION_DENIED} where the
     *     signature is wrong, or right and too old
     */
    Proof verify(Function<String, @Nullable String> headers, byte[] body, String key, Instant now) {
        String given = headers.apply(header);
        String timestamp = timestampHeader == null ? "" : headers.apply(timestampHeader);
        if (given == null || timestamp == null) {
            throw DroverException.of(
                    ErrorCode.UNAUTHENTICATED,
                    "This webhook takes signed requests only, and this one is not signed. Sign it as its rule asks.");
        }
        byte[] expected = hmac(key, timestamp, body);
        if (!MessageDigest.isEqual(expected, bytes(given))) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "The signature of the request is not right. Compare the secret at both ends, and see that nothing on the"
                            + " way changes the body.");
        }
        if (timestampHeader != null) {
            requireRecent(timestamp, now);
        }
        return proof(expected);
    }

    private byte[] hmac(String key, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            if (timestampHeader != null) {
                mac.update((signed.before + timestamp + signed.after).getBytes(StandardCharsets.UTF_8));
            }
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** {@return the bytes of a signature in hex or Base64, with or without a word such as {@code sha256=} before it} */
    private static byte[] bytes(String given) {
        String text = given.strip().replaceFirst("^(sha256|v0)=", "");
        try {
            return text.length() == HEX_DIGITS
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException neither) {
            return new byte[0];
        }
    }

    // asked once the signature is known to be right, so that only its maker learns about our clock
    private void requireRecent(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "Expected the time of signing in Unix seconds, but found another text.");
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs();
        if (off.compareTo(tolerance) > 0) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "The request was signed " + off.toSeconds() + " seconds from now, which is more than this webhook"
                            + " allows. Send it anew, and compare the clocks at both ends.");
        }
    }

    // as long as its timestamp is good, a signature is remembered anyway
    private Proof proof(byte[] signature) {
        Duration good = timestampHeader == null
                ? Duration.ZERO
                : tolerance.multipliedBy(2).plusSeconds(1);
        Duration known = good.compareTo(remember) > 0 ? good : remember;
        String identity = known.isZero() ? null : "signature:" + Sha256.hex(signature);
        return new Proof(identity, known, !remember.isZero());
    }
}
