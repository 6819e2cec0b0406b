/// Tests of the workbench.
@NullMarked
package dev.bellwether.lab;

import org.jspecify.annotations.NullMarked;
