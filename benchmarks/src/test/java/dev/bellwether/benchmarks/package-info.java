/// That the workload is what it says it is.
@NullMarked
package dev.bellwether.benchmarks;

import org.jspecify.annotations.NullMarked;
