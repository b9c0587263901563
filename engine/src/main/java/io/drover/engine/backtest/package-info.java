/** Rules that are tried over stored events, by the same correlation as live ones, under a clock that the events move. */
@NullMarked
package io.drover.engine.backtest;

import org.jspecify.annotations.NullMarked;
