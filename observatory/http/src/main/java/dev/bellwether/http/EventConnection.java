package dev.bellwether.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// One caller that listens to an [EventStream]. The stream runs on the request's virtual thread;
/// every byte is written on the event loop.
final class EventConnection implements EventSink {
  private static final System.Logger log = System.getLogger(EventConnection.class.getName());
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final Listening listening;
  private final ListenerLimits limits;
  private final Context context;
  private final HttpServerRequest request;
  private final HttpServerResponse out;
  private final Runnable ended;

  /// Completed when nobody listens any more.
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /// Something was sent since the last heartbeat; only the event loop touches it.
  private boolean active;

  /// A connection for a request that was not answered yet.
  ///
  /// @param ended to be run when the connection closes
  EventConnection(Listening listening, Context context, HttpServerRequest request, Runnable ended) {
    this.listening = listening;
    this.limits = listening.options().limits();
    this.context = context;
    this.request = request;
    this.out = request.response();
    this.ended = ended;
  }

  /// Sends the head, then whatever the stream sends, until it ends or nobody listens any more.
  void run(Response response, EventStream stream) {
    listening.streams().add(this);
    var vertx = listening.vertx();
    long heartbeats = vertx.setPeriodic(limits.heartbeat().toMillis(), _ -> beat());
    try {
      written(() -> writeHead(response));
      stream.run(this);
      context.runOnContext(_ -> end());
    } catch (Gone e) {
      context.runOnContext(_ -> end());
    } catch (RuntimeException bug) {
      log.log(Level.ERROR, request.path() + ": event stream failed", bug);
      context.runOnContext(_ -> cut());
    } finally {
      vertx.cancelTimer(heartbeats);
      listening.streams().remove(this);
    }
  }

  /// Tells the stream that nobody listens any more.
  void leave() {
    gone.complete(null);
  }

  @Override
  public boolean open() {
    return !gone.isDone();
  }

  @Override
  public void send(String event, String data) {
    var text = new StringBuilder(data.length() + event.length() + 32);
    if (!event.isEmpty()) {
      text.append("event: ").append(event).append('\n');
    }
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    var bytes = Buffer.buffer(text.append('\n').toString());
    written(() -> {
      active = true;
      return out.write(bytes);
    });
  }

  @Override
  public void pause(Duration time) {
    if (await(gone, time)) {
      throw new Gone();
    }
  }

  /// Writes on the event loop and waits until the connection has taken it.
  private void written(Supplier<Future<Void>> write) {
    if (!open()) {
      throw new Gone();
    }
    var done = new CompletableFuture<Void>();
    context.runOnContext(_ -> write.get().onComplete(_ -> done.complete(null)));
    if (!await(CompletableFuture.anyOf(done, gone), limits.write())) {
      context.runOnContext(_ -> cut());
      leave();
    }
    if (!open()) {
      throw new Gone();
    }
  }

  /// False when the time was over first.
  private static boolean await(CompletableFuture<?> future, Duration time) {
    try {
      future.get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("nobody interrupts or fails an event stream", e);
    }
  }

  private Future<Void> writeHead(Response response) {
    out.exceptionHandler(_ -> leave());
    out.closeHandler(_ -> {
      leave();
      ended.run();
    });
    AnswerWriter.writeHead(out, response, listening.options());
    out.setChunked(request.version() != HttpVersion.HTTP_2);
    return out.writeHead();
  }

  private void beat() {
    context.runOnContext(_ -> {
      if (!active && out.headWritten() && !out.ended() && !out.closed()) {
        out.write(HEARTBEAT);
      }
      active = false;
    });
  }

  private void end() {
    if (!out.ended() && !out.closed()) {
      out.end();
    }
  }

  private void cut() {
    if (request.version() == HttpVersion.HTTP_2) {
      out.reset();
    } else {
      request.connection().close();
    }
  }
}
