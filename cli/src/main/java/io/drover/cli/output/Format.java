package io.drover.cli.output;

/** How results are printed. */
public enum Format {
    TABLE,
    JSON,
    YAML
}
