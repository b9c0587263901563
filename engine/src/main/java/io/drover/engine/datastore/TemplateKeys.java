package io.drover.engine.datastore;

import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Lookup;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Undefined;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.datastore.Scope;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.store.Store;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What templates see of the datastore (platform spec 7.1): {@code st2kv}, looked up only where they use it. */
public final class TemplateKeys {
    /** The name under which templates see it. */
    public static final String NAME = "st2kv";

    /** The filter that decrypts. */
    public static final String DECRYPT = "decrypt_kv";

    private final Function<Key, Optional<KeyValuePair>> pairs;
    private final SecretValues secrets;
    /** How often this thread decrypted a value: templates are rendered by one thread from beginning to end. */
    private final ThreadLocal<Integer> decrypted = ThreadLocal.withInitial(() -> 0);

    /** Who is told what this thread decrypts. */
    private final ThreadLocal<Consumer<String>> listener = ThreadLocal.withInitial(() -> text -> {});

    public TemplateKeys(Function<Key, Optional<KeyValuePair>> pairs, SecretValues secrets) {
        this.pairs = pairs;
        this.secrets = secrets;
    }

    /** The keys as the store has them. */
    public static TemplateKeys of(Store store, SecretValues secrets, InstantSource clock) {
        return new TemplateKeys(
                key -> store.read(transaction -> transaction.keyValuePairs().find(key))
                        .filter(pair -> pair.isThereAt(clock.instant())),
                secrets);
    }

    /** {@return what a template sees that is rendered on behalf of a user} */
    public Object seenBy(String user) {
        return new Scopes(user);
    }

    /** {@return the filter {@link #DECRYPT}} */
    public ExpressionFunction decrypt() {
        return new Decrypt();
    }

    /**
     * {@return the value of a key, as the function {@code st2kv} of workflows gives it; null where there is none}
     *
     * @param path {@code system.} or {@code user.} and a name; a name alone is one of the system's
     * @param user whose keys {@code user} means
     * @param decrypt whether the value is a ciphertext whose text is wanted
     */
    public @Nullable String value(String path, String user, boolean decrypt) {
        return pairs.apply(key(path, user))
                .map(pair -> decrypt ? decrypted(pair.value()) : pair.value())
                .orElse(null);
    }

    private static Key key(String path, String user) {
        String own = Scope.USER.word() + ".";
        String systems = Scope.SYSTEM.word() + ".";
        return path.startsWith(own)
                ? new Key(Scope.USER, user, path.substring(own.length()))
                : Key.system(path.startsWith(systems) ? path.substring(systems.length()) : path);
    }

    /**
     * Does work that renders templates.
     *
     * @param told gets each value in clear that they decrypt
     */
    public <T> T telling(Consumer<String> told, Supplier<T> work) {
        listener.set(told);
        try {
            return work.get();
        } finally {
            listener.remove();
        }
    }

    /** {@return how often this thread has decrypted a value; more than before a rendering: it saw a secret} */
    public int decrypted() {
        return decrypted.get();
    }

    /** {@return the text of a ciphertext; a text that is none as it is} */
    public String opened(String text) {
        try {
            return decrypted(text);
        } catch (DroverException notEncrypted) {
            return text;
        }
    }

    private String decrypted(String ciphertext) {
        String clear = secrets.decrypted(ciphertext);
        decrypted.set(decrypted.get() + 1);
        listener.get().accept(clear);
        return clear;
    }

    private final class Scopes implements HasAttributes {
        private final String user;

        Scopes(String user) {
            this.user = user;
        }

        @Override
        public Object attribute(String name) {
            return switch (name) {
                case "system" -> new Place(Scope.SYSTEM, null, "");
                case "user" -> new Place(Scope.USER, user, "");
                default -> Mappings.ABSENT;
            };
        }

        @Override
        public String typeName() {
            return NAME;
        }
    }

    private final class Place implements Lookup {
        private final Scope scope;
        private final @Nullable String user;
        private final String name;

        Place(Scope scope, @Nullable String user, String name) {
            this.scope = scope;
            this.user = user;
            this.name = name;
        }

        @Override
        public Object attribute(String next) {
            return new Place(scope, user, name.isEmpty() ? next : name + "." + next);
        }

        @Override
        public @Nullable String text() {
            return name.isEmpty()
                    ? null
                    : pairs.apply(new Key(scope, user, name))
                            .map(KeyValuePair::value)
                            .orElse("");
        }

        @Override
        public String path() {
            return name.isEmpty() ? scope.word() : scope.word() + "." + name;
        }
    }

    /** Its failures are no {@code ExpressionException}: they tell the name of a key and never a value. */
    private final class Decrypt implements ExpressionFunction {
        @Override
        public boolean takesLookups() {
            return true;
        }

        @Override
        public @Nullable Object call(Arguments arguments) {
            Object value = arguments.positional().get(0);
            if (value instanceof Undefined) {
                return value;
            }
            if (!(value instanceof Lookup lookup)) {
                return decrypted(PythonText.str(value, arguments.meter()));
            }
            String text = lookup.text();
            if (text == null || text.isEmpty()) {
                throw DroverException.invalid("Referenced datastore item \"" + lookup.path()
                        + "\" doesn't exist or it contains an empty string");
            }
            try {
                return decrypted(text);
            } catch (DroverException e) {
                throw DroverException.of(
                        ErrorCode.INVALID_ARGUMENT,
                        "Datastore item \"" + lookup.path() + "\" could not be decrypted. " + e.getMessage(),
                        e);
            }
        }
    }
}
