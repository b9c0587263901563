package io.drover.distribution.packaged;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine that the tests run on, under a layer of its own: what is installed there is gone when this is closed, and
 * nothing outside sees it. There is a systemd only where a test wants one, and that one does nothing but write down what
 * it is asked.
 */
final class DebianMachine implements AutoCloseable {
    private static final String LAYER = """
            set -e
            mount --make-rprivate /
            mount -t tmpfs tmpfs "$1"
            mkdir "$1/changed" "$1/work" "$1/root"
            mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changed,workdir=$1/work" "$1/root"
            mount -t tmpfs tmpfs "$1/root/run"
            mount --rbind /proc "$1/root/proc"
            mount --rbind /dev "$1/root/dev"
            echo ready
            exec cat
            """;
    private static final String RECORDER = """
            #!/bin/sh
            echo "${0##*/} $*" >>/run/asked
            link=/etc/systemd/system/multi-user.target.wants/drover.service
            case "$*" in
              *is-enabled*) [ -L "$link" ] ;;
              *enable*) mkdir -p "${link%/*}"; ln -sf /lib/systemd/system/drover.service "$link" ;;
            esac
            """;
    private static final List<String> OF_SYSTEMD = List.of("systemctl", "deb-systemd-invoke");

    private final Path folder;
    private final Process layer;

    private DebianMachine(Path folder, Process layer) {
        this.folder = folder;
        this.layer = layer;
    }

    /** {@return this machine without systemd; skips the test where there can be none} */
    static DebianMachine withoutSystemd() {
        DebianMachine machine = fresh();
        machine.run("sh", "-c", "rm -f /usr/bin/systemctl /bin/systemctl /usr/bin/deb-systemd-invoke");
        return machine;
    }

    /** {@return this machine with a systemd that writes down what it is asked; skips the test where there can be none} */
    static DebianMachine withSystemd() {
        DebianMachine machine = fresh();
        machine.run("mkdir", "-p", "/run/systemd/system", "/usr/local/sbin");
        for (String program : OF_SYSTEMD) {
            Path file = machine.at("/usr/local/sbin/" + program);
            try {
                Files.writeString(file, RECORDER);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return machine;
    }

    private static DebianMachine fresh() {
        assumeTrue("root".equals(System.getProperty("user.name")), "dpkg wants root");
        for (String program : List.of("dpkg", "adduser", "unshare", "nsenter", "chroot")) {
            assumeTrue(isThere(program), "no " + program + " here");
        }
        assumeTrue(!Files.exists(Path.of("/usr/lib/drover")), "Drover is installed on this machine");
        Path folder = Installation.newFolder("machine");
        try {
            Process layer = new ProcessBuilder("unshare", "--mount", "sh", "-c", LAYER, "sh", folder.toString())
                    .redirectError(
                            folder.resolveSibling(folder.getFileName() + ".err").toFile())
                    .start();
            // it stays open, as the layer ends with its input
            BufferedReader said = layer.inputReader(UTF_8);
            boolean ready = "ready".equals(said.readLine());
            assumeTrue(ready, "no layers of file systems can be mounted here");
            return new DebianMachine(folder, layer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isThere(String program) {
        return Outcome.of(new ProcessBuilder("sh", "-c", "command -v " + program))
                        .code()
                == 0;
    }

    /** {@return a file of this machine, to be looked at from outside} */
    Path at(String file) {
        return seen().resolve("root" + file);
    }

    /** {@return every file that is there other than on the machine below, as it is called there} */
    List<String> changed() {
        Path top = seen().resolve("changed");
        try (Stream<Path> files = Files.walk(top)) {
            return files.map(file -> "/" + top.relativize(file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path seen() {
        return Path.of("/proc/" + layer.pid() + "/root" + folder);
    }

    /** {@return what systemd was asked since this was looked at last} */
    List<String> asked() {
        try {
            Path file = at("/run/asked");
            List<String> asked = Files.exists(file) ? Files.readAllLines(file) : List.of();
            Files.deleteIfExists(file);
            return asked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program there that has to end well. {@return what it wrote} */
    String run(String... words) {
        Outcome outcome = Outcome.of(program(words));
        if (outcome.code() != 0) {
            throw new AssertionError(List.of(words) + " ended with " + outcome.code() + ": " + outcome.err());
        }
        return outcome.out();
    }

    /** {@return a program that is to run there} */
    ProcessBuilder program(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                Long.toString(layer.pid()),
                "--mount",
                "chroot",
                folder.resolve("root").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(Path.of("/").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("DROVER_") || name.startsWith("DPKG_"));
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        return builder;
    }

    /** Has dpkg do something as on an upgrade without questions: settings that were changed stay. */
    void dpkg(String... words) {
        List<String> command = new ArrayList<>(
                List.of("dpkg", "--force-depends", "--force-confdef", "--force-confold", "--log=/dev/null"));
        command.addAll(List.of(words));
        String unused = run(command.toArray(String[]::new));
    }

    @Override
    public void close() {
        layer.destroy();
    }
}
