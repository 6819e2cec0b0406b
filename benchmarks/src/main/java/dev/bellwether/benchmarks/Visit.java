package dev.bellwether.benchmarks;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A page in a browser window of its own, with an empty cache. One thread.
final class Visit implements AutoCloseable {
  private final Page page;
  private final CDPSession session;

  /// @param page that has not been anywhere yet
  Visit(Page page) {
    this.page = page;
    this.session = page.context().newCDPSession(page);
    // CPU time, which other processes do not lengthen.
    var enable = new JsonObject();
    enable.addProperty("timeDomain", "threadTicks");
    session.send("Performance.enable", enable);
  }

  /// Goes to an address, and waits for what can be read there.
  void open(String url, String awaited) {
    page.navigate(url);
    page.waitForSelector(awaited);
    page.waitForFunction("() => window.drawnAt !== undefined");
  }

  double number(String expression) {
    return ((Number) page.evaluate(expression)).doubleValue();
  }

  /// What a function of the page answers, to which the argument is given.
  List<Double> numbers(String function, int argument) {
    var numbers = new ArrayList<Double>();
    for (var each : (List<?>) page.evaluate(function, argument)) {
      numbers.add(((Number) each).doubleValue());
    }
    return numbers;
  }

  /// CPU milliseconds that the page's thread has spent since the page was opened.
  ///
  /// @param all with what nothing else is said of
  /// @param drawing layout and the calculation of styles
  record Cost(double all, double script, double drawing) {
    Cost since(Cost before) {
      return new Cost(all - before.all, script - before.script, drawing - before.drawing);
    }
  }

  Cost cost() {
    var seconds = new HashMap<String, Double>();
    for (var metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      var named = metric.getAsJsonObject();
      seconds.put(named.get("name").getAsString(), named.get("value").getAsDouble());
    }
    return new Cost(
        millis(seconds, "TaskDuration"),
        millis(seconds, "ScriptDuration"),
        millis(seconds, "LayoutDuration") + millis(seconds, "RecalcStyleDuration"));
  }

  private static double millis(Map<String, Double> seconds, String name) {
    return seconds.getOrDefault(name, Double.NaN) * 1000;
  }

  @Override
  public void close() {
    page.context().close();
  }
}
