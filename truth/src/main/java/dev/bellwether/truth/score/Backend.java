package dev.bellwether.truth.score;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Who is asked what was wrong. To score another backend, implement this.
public interface Backend {
  /// What was wrong in a window, the most likely cause first; empty where nothing was.
  List<Finding> findings(Window window) throws IOException, InterruptedException;

  /// The traces of those that, as this finding says, were hit.
  ///
  /// @return trace ids in hexadecimal digits
  Set<String> hit(Finding finding, Window window) throws IOException, InterruptedException;
}
