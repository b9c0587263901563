/** The nouns and verbs of the command line. A noun's commands are built only when they are asked for. */
@NullMarked
package io.drover.cli.command;

import org.jspecify.annotations.NullMarked;
