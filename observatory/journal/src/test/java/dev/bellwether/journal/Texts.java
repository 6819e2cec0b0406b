package dev.bellwether.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Records that a person can read, and options that make blocks and files small.
final class Texts {
  /// Blocks of a few records, no sync in between.
  static final JournalOptions SMALL =
      JournalOptions.DEFAULT
          .withBlocks(1 << 20, 256)
          .withFlushInterval(JournalOptions.FOREVER)
          .withFiles(2_000, Duration.ofDays(1));

  private Texts() {}

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static long append(Journal journal, String text) {
    return journal.append(bytes(text));
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /// `position=text` of everything from a position on.
  static List<String> from(Journal journal, long position) {
    try (var reader = journal.reader(position)) {
      return rest(reader);
    }
  }

  static List<String> rest(JournalReader reader) {
    var records = new ArrayList<String>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      records.add(next.get().position() + "=" + text(next.get().bytes()));
    }
    return records;
  }
}
