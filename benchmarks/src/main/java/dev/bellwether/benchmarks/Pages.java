package dev.bellwether.benchmarks;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.bellwether.history.observatory.ObservatoryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the pages cost in a browser: `benchmarks/pages [SPANS]`. One thread; figures to standard
/// output, the medians of a few rounds.
public final class Pages {
  private static final int ROUNDS = 5;

  /// Ten seconds at sixty frames a second.
  private static final int FRAMES = 600;

  /// What the map shows: ten minutes of trading.
  private static final long MAP_SPANS = 30_000;

  private static final Duration MAP_SPREAD = Duration.ofMinutes(10);

  /// As `bellwether up` starts it.
  private static final List<String> SERVER_OPTIONS =
      List.of(
          "-Xmx384m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED");

  private static final List<String> SWITCHES =
      List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync");

  /// Tells when something that can be read has been drawn: the frame after it came into the page.
  private static final String WATCH =
      """
      new MutationObserver((_, observer) => {
        if (!document.querySelector('[data-node], .span-row')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
      }).observe(document, {childList: true, subtree: true});
      window.longTasks = [];
      new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((task) => task.duration)))
        .observe({type: 'longtask', buffered: true});
      """;

  /// A page of rows every ten frames, down to the end and up again: each frame brings new rows.
  private static final String SCROLL =
      """
      async (frames) => {
        const scroller = document.querySelector('.waterfall-scroll');
        const end = scroller.scrollHeight - scroller.clientHeight;
        const step = scroller.clientHeight / 10;
        const intervals = [];
        longTasks.length = 0;
        let before = await new Promise(requestAnimationFrame);
        for (let i = 1; i <= frames; i++) {
          const way = (i * step) % (2 * end);
          scroller.scrollTop = way < end ? way : 2 * end - way;
          const now = await new Promise(requestAnimationFrame);
          intervals.push(now - before);
          before = now;
        }
        return [...intervals, longTasks.length];
      }
      """;

  private static final String FETCHED =
      """
      () => {
        const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
          .filter(({name}) => !name.includes('/api/'));
        return [all.length, all.reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0)];
      }
      """;

  private final Browser browser;
  private final String url;
  private final Figures figures;

  private Pages(Browser browser, String url, Figures figures) {
    this.browser = browser;
    this.url = url;
    this.figures = figures;
  }

  /// Measures and prints.
  ///
  /// @param arguments how many spans the trace has, 10,000 where nothing is said
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int spans = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
    var folder = Files.createTempDirectory("bellwether-pages");
    var figures = new Figures();
    figures.putMachine(String.join(" ", SERVER_OPTIONS));
    try (var observatory =
            ObservatoryProcess.start(Path.of("observatory/server"), folder, SERVER_OPTIONS);
        var playwright = Playwright.create();
        var browser = launch(playwright)) {
      fill(observatory, folder, spans);
      var pages = new Pages(browser, observatory.client().pages().toString(), figures);
      pages.measureMap();
      pages.measureTrace(spans);
      figures.print();
    } finally {
      DataFolder.delete(folder);
    }
  }

  private static Browser launch(Playwright playwright) {
    var executable = Path.of(System.getProperty("browser"));
    return playwright
        .chromium()
        .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(SWITCHES));
  }

  private static void fill(ObservatoryProcess observatory, Path folder, int spans)
      throws IOException, InterruptedException {
    var start = Instant.now().minus(MAP_SPREAD);
    var file = folder.resolve("workload");
    var written = WorkloadFile.write(file, new Workload(1, MAP_SPANS, start, MAP_SPREAD));
    try (var requests = WorkloadFile.open(file)) {
      new Sender(observatory.traces(), 2).send(requests);
    }
    new LongTrace(spans, start).send(observatory.traces());
    observatory.awaitSpans(written.spans() + spans);
    observatory.awaitIdle();
  }

  /// A first visit: nothing is in the browser's cache.
  private void measureMap() {
    var useful = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      try (var visit = open("/map", "[data-node]")) {
        useful.add(visit.number("drawnAt"));
        cpu.add(visit.cost().all());
        var fetched = visit.numbers(FETCHED, 0);
        figures.put("first visit of the map: files", Math.round(fetched.getFirst()));
        figures.put("first visit of the map: KB, compressed", fetched.getLast() / 1000);
      }
    }
    figures.put("first visit of the map: ms until drawn", median(useful));
    figures.put("first visit of the map: CPU ms until drawn", median(cpu));
  }

  private void measureTrace(int spans) {
    var drawn = new ArrayList<Double>();
    var cpu = new ArrayList<Double>();
    var intervals = new ArrayList<Double>();
    var script = new ArrayList<Double>();
    var drawing = new ArrayList<Double>();
    double longTasks = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (var visit = open("/trace/" + LongTrace.ID, ".span-row")) {
        drawn.add(visit.number("drawnAt"));
        figures.put(
            "trace: KB, compressed",
            visit.number(
                    "performance.getEntriesByType('resource').find(({name}) => name.includes('/api/traces/')).encodedBodySize")
                / 1000);
        var before = visit.cost();
        cpu.add(before.all());
        var frames = visit.numbers(SCROLL, FRAMES);
        var scrolling = visit.cost().since(before);
        longTasks += frames.removeLast();
        intervals.addAll(frames);
        script.add(scrolling.script() / FRAMES);
        drawing.add(scrolling.drawing() / FRAMES);
      }
    }
    figures.put("trace: spans", spans);
    figures.put("trace: ms until drawn", median(drawn));
    figures.put("trace: CPU ms until drawn", median(cpu));
    figures.put("scrolling: CPU ms of script a frame", median(script));
    figures.put("scrolling: CPU ms of style and layout a frame", median(drawing));
    figures.put("scrolling: ms between frames, p50", quantile(intervals, 0.5));
    figures.put("scrolling: ms between frames, p95", quantile(intervals, 0.95));
    figures.put("scrolling: tasks longer than 50 ms, a round", longTasks / ROUNDS);
  }

  private Visit open(String path, String awaited) {
    var context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1400, 900));
    context.addInitScript(WATCH);
    var visit = new Visit(context.newPage());
    visit.open(url + path, awaited);
    return visit;
  }

  private static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  private static double quantile(List<Double> values, double quantile) {
    var sorted = values.stream().sorted().toList();
    return sorted.get((int) (quantile * (sorted.size() - 1)));
  }
}
