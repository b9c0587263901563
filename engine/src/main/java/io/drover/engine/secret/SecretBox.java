package io.drover.engine.secret;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.drover.engine.schema.Json;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.Sealed;
import io.drover.model.file.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts secret values with AES-256-GCM; the id of their owner is bound to them, so that one's secrets cannot be moved
 * to another. The keys are made with the first secret, in a file that only its owner can read.
 */
public final class SecretBox {
    private final Path keyFile;
    private volatile @Nullable Aead aead;

    public SecretBox(Path keyFile) {
        this.keyFile = keyFile;
    }

    public Sealed seal(String owner, Map<String, ? extends @Nullable Object> secrets) {
        try {
            byte[] text = Json.write(secrets).getBytes(StandardCharsets.UTF_8);
            return new Sealed(aead().encrypt(text, owner.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> open(String owner, Sealed sealed) {
        try {
            byte[] text = aead().decrypt(sealed.bytes(), owner.getBytes(StandardCharsets.UTF_8));
            return (Map<String, @Nullable Object>)
                    Json.read(new String(text, StandardCharsets.UTF_8)).orElseThrow();
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private DroverException unusable(Exception e) {
        return DroverException.of(
                ErrorCode.INTERNAL,
                "Secrets could not be handled with the keys in '" + keyFile + "': " + e.getMessage()
                        + ". Was the file changed, or the database taken from elsewhere?",
                e);
    }

    private Aead aead() throws GeneralSecurityException {
        Aead ready = aead;
        if (ready == null) {
            synchronized (this) {
                ready = aead;
                if (ready == null) {
                    ready = keys().getPrimitive(AeadConfig2026.get(), Aead.class);
                    aead = ready;
                }
            }
        }
        return ready;
    }

    private KeysetHandle keys() throws GeneralSecurityException {
        try {
            if (Files.exists(keyFile)) {
                return TinkJsonProtoKeysetFormat.parseKeyset(
                        Files.readString(keyFile), AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            }
            KeysetHandle made = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            String text = TinkJsonProtoKeysetFormat.serializeKeyset(
                    made, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            // half of it would lock every secret up
            PrivateFile.write(keyFile, text);
            return made;
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
