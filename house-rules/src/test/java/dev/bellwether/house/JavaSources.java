package dev.bellwether.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javax.tools.ToolProvider;

/// The syntax trees of all Java files, parsed once by the compiler itself.
final class JavaSources {
  private static final JavaSources ALL = new JavaSources();

  private final SourcePositions positions;
  private final List<CompilationUnitTree> files;

  private JavaSources() {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var paths = Repository.files(".java").stream().map(Repository.ROOT::resolve).toList();
    var manager = compiler.getStandardFileManager(null, null, null);
    var units = manager.getJavaFileObjectsFromPaths(paths);
    var task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
    this.positions = Trees.instance(task).getSourcePositions();
    this.files = new ArrayList<>();
    try {
      task.parse().forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Visits every node of the kind, with the path to it.
  static <T extends Tree> void each(Class<T> kind, BiConsumer<T, TreePath> visitor) {
    var scanner =
        new TreePathScanner<Void, Void>() {
          @Override
          public Void scan(Tree tree, Void unused) {
            // The path of the parent: it becomes the node's own only after this.
            if (kind.isInstance(tree)) {
              visitor.accept(kind.cast(tree), new TreePath(getCurrentPath(), tree));
            }
            return super.scan(tree, null);
          }
        };
    for (var file : ALL.files) {
      scanner.scan(new TreePath(file), null);
    }
  }

  static List<CompilationUnitTree> files() {
    return ALL.files;
  }

  static Path path(CompilationUnitTree file) {
    return Repository.ROOT.relativize(Path.of(file.getSourceFile().toUri()));
  }

  static boolean isTest(CompilationUnitTree file) {
    return path(file).toString().contains("src/test/");
  }

  /// `observatory/store/…/Page.java:12`
  static String place(TreePath path) {
    return path(path.getCompilationUnit()) + ":" + firstLine(path);
  }

  static long lines(TreePath path) {
    return lastLine(path) - firstLine(path) + 1;
  }

  private static long firstLine(TreePath path) {
    var file = path.getCompilationUnit();
    var start = ALL.positions.getStartPosition(file, path.getLeaf());
    return file.getLineMap().getLineNumber(start);
  }

  private static long lastLine(TreePath path) {
    var file = path.getCompilationUnit();
    var end = ALL.positions.getEndPosition(file, path.getLeaf());
    return file.getLineMap().getLineNumber(end);
  }
}
