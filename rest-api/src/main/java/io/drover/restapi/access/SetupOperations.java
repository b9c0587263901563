package io.drover.restapi.access;

import io.drover.engine.api.FirstStart;
import io.drover.model.error.DroverException;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Body;
import io.drover.restapi.http.Call;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The page of the first start's link, where the administrator's password is set. It needs no script. */
public final class SetupOperations {
    private static final String HTML = "text/html; charset=UTF-8";

    private final FirstStart firstStart;

    public SetupOperations(FirstStart firstStart) {
        this.firstStart = firstStart;
    }

    public Answer page(Call call) {
        String code = call.param("code");
        return code != null && firstStart.takes(code) ? html(200, form(code)) : html(403, """
                <p>This link was used already, or is too old. As long as nobody has a password, the next start of the daemon
                makes another one.</p>
                """);
    }

    /** Takes the form, or the same as JSON: {@code {code, password}}. */
    public CompletionStage<Answer> complete(Call call) {
        Object body = Body.any(call);
        String code = field(body, "code");
        String password = field(body, "password");
        boolean form = !Body.isJson(call);
        return firstStart
                .complete(code, password, call.address())
                .thenApply(user -> form
                        ? html(200, "<p>The password of <b>admin</b> is set. Log in with it.</p>")
                        : Answer.ok(Map.of("user", user.name())));
    }

    private static String field(@Nullable Object body, String name) {
        Object value = body instanceof Map<?, ?> map ? map.get(name) : null;
        if (value instanceof List<?> list && list.size() == 1) {
            value = list.get(0);
        }
        if (value instanceof String text) {
            return text;
        }
        throw DroverException.invalid("'" + name + "' is a required property");
    }

    private static String form(String code) {
        return """
                <form method="post" action="setup" autocomplete="off">
                <input type="hidden" name="code" value="%s">
                <p><label>New password of <b>admin</b>, at least 8 characters:
                <input type="password" name="password" minlength="8" maxlength="1000" required autofocus></label></p>
                <p><button>Set the password</button></p>
                </form>
                """.replace("%s", escaped(code));
    }

    private static Answer html(int status, String content) {
        return Answer.text(
                status,
                HTML,
                "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Drover: first start</title></head>\n"
                        + "<body>\n<h1>Drover</h1>\n" + content + "</body>\n</html>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
