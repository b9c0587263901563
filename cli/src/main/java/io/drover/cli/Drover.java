package io.drover.cli;

import io.drover.cli.command.Commands;
import io.drover.cli.command.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The {@code drover} command. */
public final class Drover {
    private Drover() {}

    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int exitCode = run(args, System.getenv(), System.in, out, err);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /** A reader that goes away early, such as {@code head}, is no failure: this kind of stream keeps quiet about it. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }

    /**
     * Runs one command.
     *
     * @param env the environment, where the daemon's address and the token may be
     * @return what the process should end with
     */
    public static int run(String[] args, Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
        if (args.length == 1 && args[0].equals("--version")) {
            out.print(Version.line() + "\n");
            return 0;
        }
        ConnectionFinder finder = new ConnectionFinder(env);
        Surroundings surroundings = new Surroundings(
                env,
                in,
                out,
                err,
                Clock.systemUTC(),
                milliseconds -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds)),
                finder::find);
        return new Commands(surroundings).run(args);
    }
}
