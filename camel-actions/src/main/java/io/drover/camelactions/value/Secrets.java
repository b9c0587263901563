package io.drover.camelactions.value;

import io.drover.model.action.ActionContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values that an execution must not show: those of secret parameters, and of the config where a name sounds secret. */
public final class Secrets {
    private static final String MASK = "********";
    private static final int SHORTEST = 4;
    private static final String NAME = "pass|secret|token|key|credential|webhook|auth|signature";
    private static final Pattern SECRET_NAME = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#@\\s]*@");
    private static final Pattern SECRET_OPTION =
            Pattern.compile("([?&][^=&\\s]*(?:" + NAME + ")[^=&\\s]*=)[^&\\s'\"]*", Pattern.CASE_INSENSITIVE);

    /** The longest first, since one may be a part of another. */
    private final Collection<String> values =
            new TreeSet<>(Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    private Secrets() {}

    /** Collects what the execution knows. */
    public static Secrets of(ActionContext context) {
        Secrets secrets = new Secrets();
        context.secretNames().forEach(name -> {
            secrets.add(context.runnerParameters().get(name));
            secrets.add(context.actionParameters().get(name));
        });
        secrets.addSecretNames(context.config());
        return secrets;
    }

    /** Adds a value with all that is in it. */
    public void add(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(this::add);
        } else if (value instanceof Collection<?> list) {
            list.forEach(this::add);
        } else if (value != null && value.toString().length() >= SHORTEST) {
            String encoded = URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
            values.add(value.toString());
            values.add(encoded);
            values.add(encoded.replace("+", "%20"));
        }
    }

    /** {@return the text with a mask for each of the values, and for users and passwords in addresses} */
    public String masked(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        masked = USER.matcher(masked).replaceAll(MASK + "@");
        return SECRET_OPTION.matcher(masked).replaceAll("$1" + MASK);
    }

    private void addSecretNames(Map<?, ?> config) {
        config.forEach((name, value) -> {
            if (SECRET_NAME.matcher(String.valueOf(name)).find()) {
                add(value);
            } else if (value instanceof Map<?, ?> inner) {
                addSecretNames(inner);
            }
        });
    }
}
