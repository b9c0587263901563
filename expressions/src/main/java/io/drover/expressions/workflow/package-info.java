/**
 * The expressions in the texts of a workflow, as Orquesta reads them: YAQL in {@code <% %>}, Jinja2 in <code>{{ }}</code> and <code>{% %}</code>, evaluated over the workflow's variables with the functions of the moment, and
 * looked through for mistakes and variables before anything runs.
 */
@NullMarked
package io.drover.expressions.workflow;

import org.jspecify.annotations.NullMarked;
