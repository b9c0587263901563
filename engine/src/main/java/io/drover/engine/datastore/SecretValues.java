package io.drover.engine.datastore;

import io.drover.engine.secret.SecretBox;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Sealed;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Secret values as they are kept and shown: the hex of what the daemon's keys encrypt, or StackStorm's. They are not bound to the key they
 * are kept under, as people copy ciphertexts from one to another.
 */
public final class SecretValues {
    private static final String OWNER = "datastore";
    private static final String TEXT = "text";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final SecretBox secrets;
    private final StackStormFormat format;
    private volatile @Nullable StackStormKey stackStormKey;

    /**
     * The secret values of a daemon.
     *
     * @throws DroverException where StackStorm's format is to be written with a key file that cannot be used
     */
    public SecretValues(SecretBox secrets, StackStormFormat format) {
        this.secrets = secrets;
        this.format = format;
        // whoever waits for the first secret to find this out has no one to tell
        this.stackStormKey = format.written() ? read(format.keyFile()) : null;
    }

    /** {@return the ciphertext of a text} */
    String encrypted(String text) {
        if (format.written()) {
            return stackStorm().encrypt(text);
        }
        return HEX.formatHex(secrets.seal(OWNER, Map.of(TEXT, text)).bytes());
    }

    /**
     * {@return the text of a ciphertext of ours, or of StackStorm's}
     *
     * @throws DroverException {@code INVALID_ARGUMENT} where it is neither
     */
    public String decrypted(String ciphertext) {
        Optional<String> clear =
                StackStormKey.isCiphertext(ciphertext) ? stackStorm().decrypt(ciphertext) : ours(ciphertext);
        return clear.orElseThrow(() -> DroverException.invalid(
                "Expected a value that was encrypted with this daemon's keys, or StackStorm's, but it was not."));
    }

    private Optional<String> ours(String ciphertext) {
        try {
            Sealed sealed = new Sealed(HexFormat.of().parseHex(ciphertext));
            return Optional.of(String.valueOf(secrets.open(OWNER, sealed).get(TEXT)));
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        } catch (DroverException notOurs) {
            if (notOurs.code() == ErrorCode.INTERNAL) {
                return Optional.empty();
            }
            throw notOurs;
        }
    }

    private StackStormKey stackStorm() {
        StackStormKey known = stackStormKey;
        if (known == null) {
            known = read(format.keyFile());
            stackStormKey = known;
        }
        return known;
    }

    private static StackStormKey read(@Nullable Path keyFile) {
        if (keyFile == null) {
            throw DroverException.invalid("This value was encrypted by StackStorm, whose key is not known here."
                    + " Name its key file in datastore.stackstorm-key-file.");
        }
        return StackStormKey.read(keyFile);
    }
}
