/** JSON as plain values: maps, lists, text, numbers, booleans and null. */
@NullMarked
package io.drover.cli.json;

import org.jspecify.annotations.NullMarked;
