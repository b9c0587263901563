/** Benchmarks of single steps of the hot path, by JMH. */
@NullMarked
package io.drover.bench.micro;

import org.jspecify.annotations.NullMarked;
