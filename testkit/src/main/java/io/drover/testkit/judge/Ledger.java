package io.drover.testkit.judge;

import io.drover.model.error.DroverException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The append-only record of a run under faults. Whoever generates load writes each event's id before sending it and
 * again once it is acknowledged; the test's actions write what they did. Several processes may append to one file.
 *
 * <p>A line is one write: fields separated by tabs, the last of them {@code ;} so that a line cut short is recognised,
 * for example {@code effect<TAB>execution<TAB>attempt<TAB>event<TAB>;}. Actions in other languages write the same.
 */
public final class Ledger implements Closeable {
    private static final String END = ";";

    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** Opens the ledger for appending; it is created where it is missing, together with its folder. */
    public static Ledger open(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        boolean torn = endsInTheMiddleOfALine(path);
        Ledger ledger = new Ledger(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        if (torn) {
            ledger.append("\n");
        }
        return ledger;
    }

    /** To be written before the event is handed over. */
    public void sent(String event) throws IOException {
        line("sent", event);
    }

    /** To be written when the other side has promised to keep the event. */
    public void acknowledged(String event) throws IOException {
        line("acknowledged", event);
    }

    /** An action had its effect on the world. */
    public void effect(String execution, int attempt, String event) throws IOException {
        line("effect", execution, Integer.toString(attempt), event);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * Reads what was written. Lines cut short by a crash are left out and counted.
     *
     * @throws DroverException if a whole line is not one of a ledger; the message names file and line
     */
    public static LedgerEntries read(Path path) throws IOException {
        Set<String> sent = new LinkedHashSet<>();
        Set<String> acknowledged = new LinkedHashSet<>();
        List<Effect> effects = new ArrayList<>();
        int torn = 0;
        int number = 0;
        for (String line : Files.readString(path).split("\n", -1)) {
            number++;
            List<String> fields = List.of(line.split("\t", -1));
            if (!fields.get(fields.size() - 1).equals(END)) {
                torn += line.isEmpty() ? 0 : 1;
            } else if (fields.size() == 3 && fields.get(0).equals("sent")) {
                sent.add(fields.get(1));
            } else if (fields.size() == 3 && fields.get(0).equals("acknowledged")) {
                acknowledged.add(fields.get(1));
            } else if (fields.size() == 5
                    && fields.get(0).equals("effect")
                    && fields.get(2).matches("\\d{1,9}")) {
                effects.add(new Effect(fields.get(1), Integer.parseInt(fields.get(2)), fields.get(3)));
            } else {
                throw DroverException.invalid(path + ":" + number + ": '" + line
                        + "' is no line of a ledger; expected sent, acknowledged or effect with their fields");
            }
        }
        return new LedgerEntries(sent, acknowledged, effects, torn);
    }

    private void line(String... fields) throws IOException {
        for (String field : fields) {
            if (field.isEmpty() || field.contains("\t") || field.contains("\n")) {
                throw DroverException.invalid("'" + field
                        + "' cannot be written to a ledger; it must not be empty nor contain tab or newline");
            }
        }
        append(String.join("\t", fields) + "\t" + END + "\n");
    }

    private void append(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static boolean endsInTheMiddleOfALine(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(file.length() - 1);
            return file.read() != '\n';
        }
    }
}
