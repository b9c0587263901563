package io.drover.restapi.stream;

/**
 * What has to be known of an event to choose it.
 *
 * @param event its name
 * @param action ref of the action that it is about; empty: none
 * @param execution id of the execution that it is about; empty: none
 * @param completed whether that execution is completed
 */
record Head(String event, String action, String execution, boolean completed) {}
