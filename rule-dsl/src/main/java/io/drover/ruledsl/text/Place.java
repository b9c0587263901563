package io.drover.ruledsl.text;

/**
 * Where a value was written.
 *
 * @param line 1-based; 0 in a document that has no text
 * @param column 1-based; 0 in a document that has no text
 * @param path JSON path such as {@code criteria.trigger.x}, for documents that have no text; else empty
 */
public record Place(int line, int column, String path) {
    static final Place NOWHERE = new Place(0, 0, "");

    static Place at(int line, int column) {
        return new Place(line, column, "");
    }

    static Place in(String path) {
        return new Place(0, 0, path);
    }
}
