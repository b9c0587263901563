package io.drover.model.pack;

/**
 * A file of rules that are a program: DRL, or a decision table.
 *
 * @param file relative to the folder that holds the pack, as in {@link Problem#file()}
 * @param path within the pack, as in {@link io.drover.model.rule.Rule#metadataFile()}
 * @param text its content
 */
public record ProgramFile(String file, String path, String text) {

    /** {@return whether it holds only what other files of the pack share} */
    public boolean isShared() {
        return path.substring(path.lastIndexOf('/') + 1).startsWith("_");
    }
}
