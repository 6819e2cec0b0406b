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
  private final Response response;
  private final Thread thread = Thread.currentThread();

  /// Something was sent since the last heartbeat; only the event loop touches it.
  private boolean active;

  EventConnection(
      Listening listening, Context context, HttpServerRequest request, Response response) {
    this.listening = listening;
    this.limits = listening.options().limits();
    this.context = context;
    this.request = request;
    this.out = request.response();
    this.response = response;
  }

  /// Sends the head, then whatever the stream sends, until it ends or the caller goes away.
  void run(EventStream stream) {
    listening.streams().add(thread);
    var vertx = listening.vertx();
    long heartbeats = vertx.setPeriodic(limits.heartbeat().toMillis(), _ -> beat());
    try {
      written(this::writeHead);
      stream.run(this);
      context.runOnContext(_ -> end());
    } catch (InterruptedException e) {
      context.runOnContext(_ -> end());
    } catch (RuntimeException bug) {
      log.log(Level.ERROR, request.path() + ": event stream failed", bug);
      context.runOnContext(_ -> cut());
    } finally {
      vertx.cancelTimer(heartbeats);
      listening.streams().remove(thread);
    }
  }

  @Override
  public void send(String event, String data) throws InterruptedException {
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

  /// Writes on the event loop and waits until the connection has taken it.
  private void written(Supplier<Future<Void>> write) throws InterruptedException {
    var done = new CompletableFuture<Void>();
    context.runOnContext(
        _ -> write.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
    try {
      done.get(limits.write().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw gone("the caller went away");
    } catch (TimeoutException e) {
      context.runOnContext(_ -> cut());
      throw gone("the caller took longer than " + Duration.ofMillis(limits.write().toMillis()));
    }
  }

  private static InterruptedException gone(String why) {
    return new InterruptedException(why);
  }

  private Future<Void> writeHead() {
    out.exceptionHandler(_ -> thread.interrupt());
    out.closeHandler(_ -> thread.interrupt());
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
