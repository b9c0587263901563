package io.drover.cli.command;

import io.drover.cli.failure.CommandFailure;
import io.drover.cli.json.JsonText;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Rehearsals and rule tests as a report in JUnit's XML, in the form that Maven's Surefire writes and continuous builds read: one suite, one case for each file, or for each case in it. */
final class JunitReport {
    private JunitReport() {}

    static void write(Path file, String suite, List<TriedFile> rehearsals) {
        try {
            Files.writeString(file, text(suite, rehearsals));
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "Tried to write the report \"" + file + "\", but failed: " + e.getMessage() + ".");
        }
    }

    private static String text(String suite, List<TriedFile> rehearsals) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", "drover " + suite);
            xml.writeAttribute("tests", String.valueOf(rehearsals.size()));
            xml.writeAttribute(
                    "failures",
                    count(rehearsals.stream().filter(JunitReport::isFailure).count()));
            xml.writeAttribute(
                    "errors",
                    count(rehearsals.stream()
                            .filter(one -> one.unusable() != null)
                            .count()));
            xml.writeAttribute("skipped", "0");
            xml.writeAttribute(
                    "time", seconds(rehearsals.stream().map(TriedFile::took).reduce(Duration.ZERO, Duration::plus)));
            for (TriedFile rehearsal : rehearsals) {
                xml.writeCharacters("\n  ");
                write(rehearsal, xml);
            }
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("XML could not be written to memory.", e);
        }
        return text + "\n";
    }

    private static void write(TriedFile rehearsal, XMLStreamWriter xml) throws XMLStreamException {
        Path file = Path.of(rehearsal.file());
        Path folder = file.getParent();
        xml.writeStartElement("testcase");
        String test = rehearsal.test();
        xml.writeAttribute(
                "classname",
                clean(
                        test != null
                                ? rehearsal.file()
                                : folder == null ? "." : folder.toString().replace('\\', '/')));
        xml.writeAttribute("name", clean(test != null ? test : String.valueOf(file.getFileName())));
        xml.writeAttribute("time", seconds(rehearsal.took()));
        String unusable = rehearsal.unusable();
        if (unusable != null) {
            xml.writeStartElement("error");
            xml.writeAttribute("message", clean(unusable));
            xml.writeEndElement();
        } else if (isFailure(rehearsal)) {
            xml.writeStartElement("failure");
            xml.writeAttribute(
                    "message",
                    rehearsal.differences().stream()
                            .map(difference -> difference.key() + " differs")
                            .distinct()
                            .collect(Collectors.joining(", ")));
            xml.writeCharacters(clean(rehearsal.differences().stream()
                    .map(difference -> difference.key() + "\n  expected: " + JsonText.compact(difference.expected())
                            + "\n  found:    " + JsonText.compact(difference.found()) + "\n")
                    .collect(Collectors.joining("", "", String.join("\n", rehearsal.notes())))));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static boolean isFailure(TriedFile rehearsal) {
        return rehearsal.unusable() == null && !rehearsal.passed();
    }

    private static String count(long count) {
        return String.valueOf(count);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
    }

    /** {@return the text without characters that XML 1.0 has no place for} */
    private static String clean(String text) {
        return text.codePoints()
                .filter(c -> c == '\n'
                        || c == '\t'
                        || (c >= ' ' && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
