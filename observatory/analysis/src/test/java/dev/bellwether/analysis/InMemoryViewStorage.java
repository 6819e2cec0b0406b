package dev.bellwether.analysis;

import dev.bellwether.analysis.Checkpoint.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Keeps checkpoints as long as the test runs.
final class InMemoryViewStorage implements ViewStorage {
  private OptionalLong position = OptionalLong.empty();
  private final Map<String, List<byte[]>> chunks = new TreeMap<>();

  @Override
  public OptionalLong position() {
    return position;
  }

  @Override
  public Set<String> names() {
    return Set.copyOf(chunks.keySet());
  }

  @Override
  public List<byte[]> read(String name) {
    return List.copyOf(chunks.getOrDefault(name, List.of()));
  }

  @Override
  public void write(Checkpoint checkpoint) {
    for (var change : checkpoint.changes()) {
      switch (change) {
        case Change.Append(String name, List<byte[]> blocks) ->
            chunks.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(blocks);
        case Change.Replace(String name, List<byte[]> blocks) ->
            chunks.put(name, new ArrayList<>(blocks));
        case Change.Remove(String name) -> chunks.remove(name);
      }
    }
    position = OptionalLong.of(checkpoint.position());
  }
}
