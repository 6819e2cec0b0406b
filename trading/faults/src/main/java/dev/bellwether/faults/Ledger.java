package dev.bellwether.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The truth about incidents, in a file that is only ever appended to. The package's description
/// has its lines. One process writes it, many threads may use it; anybody who owns it may read it
/// meanwhile.
public final class Ledger implements AutoCloseable {
  private final Object lock = new Object();
  private final Path file;
  private final FileChannel channel;
  private long bytes;

  private Ledger(Path file, FileChannel channel, long bytes) {
    this.file = file;
    this.channel = channel;
    this.bytes = bytes;
  }

  /// Goes on behind the last whole line.
  public static Ledger open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.exists(folder)) {
      Files.createDirectories(folder, permissions("rwx------"));
    }
    var channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE), permissions("rw-------"));
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + ": another process writes to it");
      }
      long whole = wholeBytes(Files.readAllBytes(file));
      channel.truncate(whole);
      return new Ledger(file, channel, whole);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// All chapters, in the order that they began.
  public static List<Chapter> read(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    var drafts = new LinkedHashMap<String, Chapter.Draft>();
    for (String line : new String(text, 0, wholeBytes(text), UTF_8).lines().toList()) {
      try {
        read(PlanJson.JSON.readTree(line), drafts);
      } catch (JacksonException | IllegalArgumentException e) {
        throw new IOException("%s: %s in the line %s".formatted(file, e.getMessage(), line), e);
      }
    }
    return drafts.values().stream().map(Chapter.Draft::chapter).toList();
  }

  /// Written before the plan is put anywhere: whatever goes wrong, the ledger knows of it.
  public void started(Incident incident) {
    ObjectNode line = line("started", incident.start(), incident.id());
    incident.services().forEach(line.putArray("services")::add);
    ObjectNode decoys = line.putObject("decoys");
    incident.decoys().forEach(decoys::put);
    line.set("plan", PlanJson.json(incident.plan()));
    append(line);
  }

  public void victims(String id, Instant at, String service, List<UUID> trades) {
    if (trades.isEmpty()) {
      return;
    }
    ObjectNode line = line("victims", at, id).put("service", service);
    var array = line.putArray("trades");
    trades.forEach(trade -> array.add(trade.toString()));
    append(line);
  }

  public void ended(String id, Chapter.End end) {
    append(
        line("ended", end.at(), id)
            .put("reason", end.reason())
            .put("matched", end.matched())
            .put("victims", end.victims())
            .put("percent", end.percent()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ObjectNode line(String event, Instant at, String id) {
    return PlanJson.JSON
        .createObjectNode()
        .put("event", event)
        .put("at", at.toString())
        .put("id", id);
  }

  private void append(ObjectNode json) {
    var line = ByteBuffer.wrap((json + "\n").getBytes(UTF_8));
    synchronized (lock) {
      try {
        long position = bytes;
        while (line.hasRemaining()) {
          position += channel.write(line, position);
        }
        bytes = position;
      } catch (IOException e) {
        // The next line begins where this one did.
        throw new UncheckedIOException(file + ": cannot be written", e);
      }
    }
  }

  private static void read(JsonNode line, Map<String, Chapter.Draft> drafts) {
    String id = line.path("id").asString();
    if (line.path("event").asString().equals("started")) {
      drafts.put(id, new Chapter.Draft(incident(line)));
      return;
    }
    Chapter.Draft draft = drafts.get(id);
    if (draft == null) {
      throw new IllegalArgumentException("id: %s (expected: one that was started)".formatted(id));
    }
    switch (line.path("event").asString()) {
      case "victims" -> draft.add(PlanJson.trades(line.path("trades")));
      case "ended" -> draft.end(end(line));
      // A later release may have more to tell.
      default -> {}
    }
  }

  private static Incident incident(JsonNode line) {
    var decoys = new TreeMap<String, String>();
    line.path("decoys").forEachEntry((field, value) -> decoys.put(field, value.asString()));
    return new Incident(
        PlanJson.plan(line.path("plan")),
        Instant.parse(line.path("at").asString()),
        line.path("services").valueStream().map(JsonNode::asString).toList(),
        decoys);
  }

  private static Chapter.End end(JsonNode line) {
    return new Chapter.End(
        Instant.parse(line.path("at").asString()),
        line.path("reason").asString(),
        line.path("matched").asLong(),
        line.path("victims").asLong(),
        line.path("percent").asDouble());
  }

  /// Up to and with the last line break.
  private static int wholeBytes(byte[] text) {
    int end = text.length;
    while (end > 0 && text[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static FileAttribute<?> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
