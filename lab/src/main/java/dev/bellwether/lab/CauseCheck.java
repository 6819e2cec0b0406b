package dev.bellwether.lab;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The scripts of the track *Root cause*, as the command `cause`: something goes wrong for some,
/// and a learner says what they have in common.
///
/// ```
/// cause begin CASE    lets it go wrong, and says nothing of it
/// cause check CASE    compares the file answer with the incident ledger
/// cause solve CASE    writes the right answer down
/// cause end   CASE    all is well again
/// ```
///
/// The truth is never printed. A wrong answer is held against the telemetry of trades that the
/// ledger does or does not name: how many of those with that value were hit, and a witness.
public final class CauseCheck {
  private static final Duration LOOK_BACK = Duration.ofMinutes(5);

  /// `monkey` asks every second whom it hit; spans take a second, too.
  private static final Duration SETTLED = Duration.ofSeconds(3);

  /// Enough to tell all from some; each is one question.
  private static final int TRADES = 20;

  private static final List<String> RESETS = List.of("error", "test", "tput");

  private final Case subject;
  private final long learner;
  private final Monkey monkey;
  private final Path ledger;
  private final Path answer;
  private final Observatory observatory;

  private CauseCheck(Case subject, Map<String, String> environment) {
    this.subject = subject;
    this.learner = Long.parseLong(environment.getOrDefault("LAB_SEED", "0"));
    this.monkey = new Monkey(URI.create(environment.getOrDefault("LAB_MONKEY", "")));
    this.ledger = Path.of(environment.getOrDefault("LAB_LEDGER", ""));
    this.answer = Path.of(environment.getOrDefault("LAB_WORK", ""), "answer");
    this.observatory = new Observatory(environment.getOrDefault("OBSERVATORY", ""));
  }

  public static void main(String[] arguments) throws InterruptedException {
    var check = new CauseCheck(Case.named(arguments[1]), System.getenv());
    try {
      switch (arguments[0]) {
        case "begin" -> check.begin();
        case "check" -> System.exit(check.check() ? 0 : 1);
        case "solve" -> check.solve();
        case "end" -> check.end();
        case String other ->
            throw new IllegalArgumentException(
                "%s: unknown (expected: begin, check, solve or end)".formatted(other));
      }
    } catch (IOException _) {
      // Not its words: they may name what nobody is to be told.
      System.out.println(
          "Something that this challenge needs does not answer. Does ./bellwether status show"
              + " everything as ready?");
      System.exit(1);
    }
  }

  /// What another case has left is over: one thing at a time goes wrong.
  private void begin() throws IOException, InterruptedException {
    end();
    Files.deleteIfExists(answer);
    breakIt();
  }

  private void breakIt() throws IOException, InterruptedException {
    for (var order : subject.orders(monkey.state(), learner)) {
      monkey.ask("POST", order);
    }
  }

  private void end() throws IOException, InterruptedException {
    for (var group : RESETS) {
      monkey.ask("POST", "/reset/" + group);
    }
  }

  private void solve() throws IOException {
    var right = truth().map(Truth::right).orElse(List.of());
    if (right.isEmpty()) {
      throw new IOException("nothing has gone wrong");
    }
    Files.writeString(
        answer, "%s %s\n".formatted(right.getFirst().key(), right.getFirst().value()));
  }

  private boolean check() throws IOException, InterruptedException {
    var claim = claim();
    var truth = truth();
    if (claim.isPresent() && truth.filter(it -> it.isRight(claim.get())).isPresent()) {
      System.out.println(
          "%s: that is it. It was so for %d trades."
              .formatted(claim.get(), truth.get().victims().size()));
      return true;
    }
    System.out.println(
        "Expected: the attribute and the value that all who are hit have in common, and nobody else.");
    if (!isGoingOn()) {
      breakIt();
      System.out.println(
          "Seen: it was over, because the system was restarted or another challenge opened. Now it"
              + " goes wrong again: look once more in half a minute.");
    } else if (claim.isEmpty()) {
      System.out.println("Seen: no answer yet. In the terminal: answer KEY VALUE");
      System.out.println("Look: %s/explain".formatted(observatory.address()));
    } else {
      System.out.println(judged(claim.get(), truth.orElseThrow(() -> new IOException("ledger"))));
    }
    return false;
  }

  private String judged(Claim claim, Truth truth) throws IOException, InterruptedException {
    var words = new StringBuilder("Seen: ").append(claim).append(". ");
    if (truth.hasKey(claim)) {
      words.append("That is the right attribute, with another value. ");
    } else if (truth.isConfounder(claim)) {
      words.append("A confounder: many who are hit have it, but it is not why. ");
    }
    var hit = new HashSet<>(truth.victims());
    var traces = tradesWith(claim, truth);
    long hits = traces.stream().filter(trace -> isHit(trace, hit)).count();
    if (traces.isEmpty()) {
      return words.append("No trade of the last minutes has that.").toString();
    }
    words.append("Of the %d newest trades with it, %d were hit.".formatted(traces.size(), hits));
    witness(claim, truth, traces)
        .ifPresent(trace ->
            words.append(
                "\nWitness: %s/trace/%s "
                        .formatted(observatory.address(), trace.path("traceId").asString(""))
                    + (isHit(trace, hit) ? "was hit without it." : "has it and was not hit.")));
    return words.toString();
  }

  /// Since it began: before, nobody was hit.
  private List<JsonNode> tradesWith(Claim claim, Truth truth)
      throws IOException, InterruptedException {
    var to = Instant.now().minus(SETTLED);
    var lookBack = to.minus(LOOK_BACK);
    var from = truth.began().isAfter(lookBack) ? truth.began() : lookBack;
    return from.isBefore(to)
        ? observatory.traces(claim.query(), from, to, TRADES).stream()
            .filter(trace -> !tradeId(trace).isEmpty())
            .toList()
        : List.of();
  }

  /// A trade that has it and was not hit, or else one that was hit and has it not.
  private Optional<JsonNode> witness(Claim claim, Truth truth, List<JsonNode> traces)
      throws IOException, InterruptedException {
    var hit = Set.copyOf(truth.victims());
    var spared = traces.stream().filter(trace -> !isHit(trace, hit)).findFirst();
    if (spared.isPresent()) {
      return spared;
    }
    var to = Instant.now();
    var victims = truth.victims();
    for (var victim : victims.subList(Math.max(0, victims.size() - TRADES), victims.size())) {
      var query = "com.example.trade_id : \"%s\"".formatted(victim);
      for (var trace : observatory.traces(query, to.minus(LOOK_BACK), to, 1)) {
        if (!claim.isIn(trace)) {
          return Optional.of(trace);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isHit(JsonNode trace, Set<String> hit) {
    return hit.contains(tradeId(trace));
  }

  private static String tradeId(JsonNode trace) {
    for (var span : trace.path("spans")) {
      var id = span.path("attributes").path("com.example.trade_id").asString("");
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "";
  }

  private boolean isGoingOn() throws IOException, InterruptedException {
    for (var incident : monkey.state().path("incidents")) {
      if (incident.path("seed").asLong(-1) == subject.seed(learner)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Truth> truth() throws IOException {
    try {
      return Truth.read(ledger, subject.seed(learner));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private Optional<Claim> claim() throws IOException {
    return Files.exists(answer) ? Claim.parse(Files.readString(answer)) : Optional.empty();
  }
}
