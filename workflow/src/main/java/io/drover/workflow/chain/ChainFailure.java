package io.drover.workflow.chain;

/** Something that fails a chain as a whole, in the words that its users are told. */
final class ChainFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChainFailure(String message) {
        super(message);
    }

    String told() {
        return String.valueOf(getMessage());
    }
}
