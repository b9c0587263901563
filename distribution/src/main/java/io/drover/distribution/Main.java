package io.drover.distribution;

import io.drover.distribution.command.Commands;
import io.drover.distribution.command.Place;
import io.drover.distribution.config.BadConfiguration;
import io.drover.distribution.config.Settings;
import io.drover.distribution.config.SettingsFile;
import io.drover.distribution.config.SettingsReader;
import io.drover.distribution.run.Logging;
import io.drover.distribution.run.ServiceNotices;
import io.drover.distribution.run.Signals;
import io.drover.model.error.DroverException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code bin/droverd}: starts the daemon, waits until it is asked to stop, stops it. */
public final class Main {
    /** As asked. */
    static final int STOPPED = 0;

    private static final int FAILED = 1;
    /** Wrong configuration, or the data folder is in use: starting again would not help (EX_CONFIG of sysexits.h). */
    static final int BAD_CONFIGURATION = 78;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(arguments, System.getenv(), out, err));
    }

    private static int run(String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        Path home =
                Path.of(System.getProperty("drover.home", ".")).toAbsolutePath().normalize();
        if (arguments.length > 0 && Commands.isOne(arguments[0])) {
            Logging.level("error");
            return Commands.run(
                    List.of(arguments), new Place(home, caller(), environment, InstantSource.system(), out, err));
        }
        if (arguments.length > 0) {
            return answer(arguments[0], out, err);
        }
        try {
            Settings settings = SettingsReader.read(home, environment);
            Logging.begin(settings.logLevel(), settings.logJson());
            Signals signals = Signals.listen();
            try (Daemon daemon = Daemon.start(home, settings, environment);
                    ServiceNotices notices = ServiceNotices.of(environment, daemon::isWell)) {
                notices.ready("listens at " + daemon.url());
                signals.await();
                notices.stopping();
                LOG.info("Stopping: nothing more is taken in; what runs may end.");
                daemon.stop();
            }
            LOG.info("Stopped.");
            return STOPPED;
        } catch (BadConfiguration e) {
            err.println("The configuration cannot be used:");
            e.problems().forEach(problem -> err.println("  " + problem));
            return BAD_CONFIGURATION;
        } catch (InterruptedException e) {
            return FAILED;
        } catch (DroverException e) {
            LOG.error("The daemon could not start: {}", e.getMessage());
            return FAILED;
        } catch (RuntimeException | Error e) {
            LOG.error("The daemon could not start.", e);
            return FAILED;
        }
    }

    /** {@return the folder that the command was called in} */
    private static Path caller() {
        return Path.of(System.getProperty("drover.caller", "."))
                .toAbsolutePath()
                .normalize();
    }

    private static int answer(String argument, PrintStream out, PrintStream err) {
        switch (argument) {
            case "--version" -> out.println("droverd " + Daemon.version());
            case "--print-config" -> out.print(SettingsFile.text());
            case "--help", "-h" -> out.println("""
                    usage: droverd [--version | --print-config | COMMAND]

                    Runs the Drover daemon in the foreground. conf/drover.yaml configures it; --print-config shows that file
                    with every key and its default. SIGTERM stops it in order, a second one at once.

                    Commands on the data folder:

                    """ + Commands.usage());
            default -> {
                err.println("Expected --version, --print-config, --help or a command, but found '" + argument + "'.");
                return BAD_CONFIGURATION;
            }
        }
        return STOPPED;
    }
}
