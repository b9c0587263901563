/** What people and scripts get to see: tables, JSON, YAML. */
@NullMarked
package io.drover.cli.output;

import org.jspecify.annotations.NullMarked;
