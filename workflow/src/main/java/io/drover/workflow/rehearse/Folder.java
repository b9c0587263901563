package io.drover.workflow.rehearse;

/** Where the files are that a rehearsal names. */
@FunctionalInterface
public interface Folder {

    /**
     * {@return the text of a file}
     *
     * @param path relative to the folder
     * @throws UnusableException if there is no such file
     */
    String read(String path);
}
