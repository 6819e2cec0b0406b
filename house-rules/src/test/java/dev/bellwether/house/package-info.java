/// The rules of STYLE.md that fail the build, each as a test that says what to do.
///
/// [ArchitectureTest] reads the compiled classes of all modules, [ModulesTest] their poms,
/// [SourceTest] the syntax trees of all Java files and [TidyTest] the text of everything that is
/// tracked. Nothing here is called by anybody.
///
/// The pom of this module depends on every other module, though on nothing of it but that it was
/// built: so the classes are there, also in a parallel build. To run the rules alone: `mvn -pl
/// house-rules -am verify -Dtest='dev.bellwether.house.*Test' -DskipITs
/// -Dsurefire.failIfNoSpecifiedTests=false`.
@NullMarked
package dev.bellwether.house;

import org.jspecify.annotations.NullMarked;
