package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.api.SavedTokens;
import io.drover.cli.failure.ExitCode;
import io.drover.cli.json.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Logging in and out. */
final class LoginCommands {
    private static final String TOKENS = "/tokens";

    private LoginCommands() {}

    static CommandSpec login(String summary) {
        return credentials(Leaf.named("login", summary)).runs(call -> {
            Document token = token(call);
            saved(call).put(call.api().address(), token.text("token"));
            call.display().line("Logged in as " + token.text("user") + " until " + token.text("expiry") + ".");
            return ExitCode.OK;
        });
    }

    static CommandSpec auth(String summary) {
        return credentials(Leaf.named("auth", summary))
                .flag("Print the token alone.", "--only-token")
                .runs(call -> {
                    Document token = token(call);
                    if (call.flag("--only-token")) {
                        call.display().line(token.text("token"));
                    } else {
                        call.display().properties(token, List.of("user", "token", "expiry"));
                    }
                    return ExitCode.OK;
                });
    }

    static CommandSpec logout(String summary) {
        return Leaf.named("logout", summary).runs(call -> {
            Api api = call.api();
            if (saved(call).find(api.address()).isEmpty()) {
                call.display().line("Nobody is logged in at " + api.address() + ".");
                return ExitCode.OK;
            }
            try {
                api.delete(TOKENS);
            } finally {
                saved(call).remove(api.address());
            }
            call.display().line("Logged out.");
            return ExitCode.OK;
        });
    }

    private static Leaf credentials(Leaf leaf) {
        return leaf.word("USER", "Who you are.")
                .option("PASSWORD", "Your password; asked for unless given.", "--password", "-p")
                .option("SECONDS", "How long the token is good.", "--ttl", "-l");
    }

    private static Document token(Invocation call) {
        String user = call.word(0);
        String password = call.text("--password").orElseGet(() -> Typed.secret(call, "Password of " + user));
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        call.number("--ttl").ifPresent(seconds -> request.put("ttl", seconds));
        return call.api().as(user, password).post(TOKENS, request).document();
    }

    private static SavedTokens saved(Invocation call) {
        return new SavedTokens(call.env());
    }
}
