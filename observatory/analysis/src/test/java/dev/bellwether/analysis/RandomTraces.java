package dev.bellwether.analysis;

import dev.bellwether.model.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Spans of a few random traces, mostly trees: with lost spans, orphans, circles and links.
final class RandomTraces {
  private static final double LOST = 0.08;
  private static final double DUPLICATES = 0.12;
  private static final String[] KINDS = {
    "SERVER", "SERVER", "CLIENT", "CLIENT", "CLIENT", "INTERNAL", "PRODUCER", "CONSUMER"
  };
  private static final String[] SERVICES = {"trader", "router", "recorder", "notifier"};
  private static final String[] PEERS = {
    "", "→router:9000", "→recorder:9003", "→postgresql/trades", "→kafka/orders"
  };

  private final Random random;

  private RandomTraces(Random random) {
    this.random = random;
  }

  static List<Span> spans(Random random) {
    return new RandomTraces(random).spans();
  }

  /// In any order, some of them twice.
  static List<Span> shuffled(List<Span> spans, Random random) {
    var arriving = new ArrayList<>(spans);
    for (var span : spans) {
      if (random.nextDouble() < DUPLICATES) {
        arriving.add(span);
      }
    }
    Collections.shuffle(arriving, random);
    return arriving;
  }

  private List<Span> spans() {
    var spans = new ArrayList<Span>();
    for (int trace = 0; trace < 1 + random.nextInt(6); trace++) {
      int size = 1 + random.nextInt(14);
      for (int i = 0; i < size; i++) {
        var span = TraceNotation.span(line(trace, i, size));
        if (random.nextDouble() >= LOST) {
          spans.add(span);
        }
      }
    }
    return spans;
  }

  private String line(int trace, int index, int size) {
    var kind = random.nextInt(12) == 0 ? "UNSPECIFIED" : pick(KINDS);
    var line = new StringBuilder("t%d.s%d".formatted(trace, index));
    if (random.nextInt(8) != 0) {
      // Mostly a tree; now and then a circle, the span itself, or nobody.
      int parent = random.nextInt(10) == 0 ? random.nextInt(size + 1) : random.nextInt(index + 1);
      line.append("<s").append(parent);
    }
    line.append(" %s %s%s".formatted(kind, pick(SERVICES), pick(PEERS)));
    line.append(" @%dms %dms".formatted(random.nextInt(150_000), random.nextInt(200) - 5));
    if (random.nextInt(5) == 0) {
      line.append(" !");
    }
    if (random.nextInt(5) == 0) {
      line.append(" th=c");
    }
    if (kind.equals("CONSUMER")) {
      line.append(" #").append(random.nextInt(4));
    }
    if (kind.equals("CONSUMER") || random.nextInt(8) == 0) {
      for (int i = random.nextInt(4); i > 0; i--) {
        line.append(" ~t%d.s%d".formatted(random.nextInt(6), random.nextInt(14)));
      }
    }
    return line.toString();
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
