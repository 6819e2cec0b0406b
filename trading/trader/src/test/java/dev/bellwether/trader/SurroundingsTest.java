package dev.bellwether.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.bellwether.faults.FaultKind;
import dev.bellwether.faults.FaultPlan;
import dev.bellwether.faults.Faults;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What can go wrong around a trade, and what is then seen.
class SurroundingsTest {
  private final Faults faults = new Faults("trader", InstantSource.system());
  private final AtomicInteger recorded = new AtomicInteger();
  private HttpServer router;
  private RouterClient client;
  private TradeDesk desk;

  @BeforeEach
  void start() throws IOException {
    TestTelemetry.clear();
    router = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    router.createContext(
        "/",
        exchange -> {
          recorded.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    router.start();
    client =
        new RouterClient(
            URI.create("http://127.0.0.1:" + router.getAddress().getPort()),
            Duration.ofSeconds(10));
    var model = new TradeModel(42);
    desk = new TradeDesk(model, new Market(model), client, new Surroundings(faults));
  }

  @AfterEach
  void stop() {
    client.close();
    router.stop(0);
  }

  @Test
  void the_model_of_a_region_waits_for_market_data_and_no_other() {
    put(FaultKind.SLOW_MARKET_DATA, Map.of("region", "EU"), 300);

    desk.request(request("EU", "ZALM"));
    assertThat(duration(model())).isGreaterThan(Duration.ofMillis(289));

    desk.request(request("NA", "ZALM"));
    assertThat(faults.report("plan", 0).orElseThrow().matched()).isEqualTo(1);
    assertThat(recorded).hasValue(2);
  }

  @Test
  void only_the_named_action_waits() {
    var model = new TradeModel(42);
    TradeRequest request = request("EU", "ZALM");
    Action decided =
        model
            .order(request.tradeId(), model.marketFactor(request.tradeId(), request.day(), 0))
            .action();
    Action other = decided == Action.BUY ? Action.SELL : Action.BUY;
    put(FaultKind.SLOW_MARKET_DATA, Map.of("region", "EU", "action", other.label()), 8_000);

    desk.request(request);

    assertThat(faults.report("plan", 0).orElseThrow().matched()).isZero();
  }

  @Test
  void a_model_that_fails_has_nothing_recorded_and_says_so_on_its_span() {
    put(FaultKind.MODEL_EXCEPTION, Map.of("region", "LATAM"), 0);

    Throwable failure = catchThrowable(() -> desk.request(request("LATAM", "ZALM")));

    assertThat(failure)
        .isInstanceOf(IllegalStateException.class)
        .message()
        .matches("CUDA out of memory.*|mat1 and mat2 shapes cannot be multiplied.*");
    assertThat(Arrays.stream(failure.getStackTrace()).map(StackTraceElement::getClassName))
        .as("the stack goes to the log, which must not give the reason away")
        .noneMatch(name -> name.contains("faults"));
    assertThat(model().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(recorded).hasValue(0);
    assertThatCode(() -> desk.request(request("EU", "ZALM"))).doesNotThrowAnyException();
  }

  @Test
  void a_skewed_symbol_is_traded_as_the_skew_has_it() {
    put(FaultKind.MARKET_SKEW, Map.of("symbol", "ZYX"), 200);

    Decision skewed = desk.request(request("NA", "ZYX"));
    Decision ordinary = desk.request(request("NA", "ZALM"));

    assertThat(skewed.action()).isEqualTo(Action.BUY);
    assertThat(skewed.shares()).isBetween(50, 100);
    assertThat(ordinary.shares()).isLessThan(50);
  }

  @Test
  void a_customer_may_be_hashed_expensively() {
    put(FaultKind.EXPENSIVE_HASH, Map.of("customer_id", "l.hall"), 300);
    long beginNanos = System.nanoTime();

    desk.request(request("NA", "ZALM"));

    // 300,000 rounds of two SHA-256 blocks; no machine does one in 100 ns.
    assertThat(System.nanoTime() - beginNanos).isGreaterThan(Duration.ofMillis(30).toNanos());
    assertThat(faults.report("plan", 0).orElseThrow().victims()).isEqualTo(1);
  }

  private void put(FaultKind kind, Map<String, String> where, int amount) {
    faults.put(new FaultPlan("plan", kind, where, 100, amount, 1, Instant.now().plusSeconds(60)));
  }

  private static TradeRequest request(String region, String symbol) {
    return new TradeRequest(
        new UUID(1, Long.MIN_VALUE + region.hashCode()),
        "l.hall",
        TradingDay.WEDNESDAY,
        region,
        symbol,
        "monkey",
        null,
        false);
  }

  private static SpanData model() {
    return TestTelemetry.SPANS.getFinishedSpanItems().stream()
        .filter(span -> span.getName().equals("run_model"))
        .findFirst()
        .orElseThrow();
  }

  private static Duration duration(SpanData span) {
    return Duration.ofNanos(span.getEndEpochNanos() - span.getStartEpochNanos());
  }
}
