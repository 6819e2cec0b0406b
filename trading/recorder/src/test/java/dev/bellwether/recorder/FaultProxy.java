package dev.bellwether.recorder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to PostgreSQL on which the answer to a COMMIT can be lost, after the database has got it.
final class FaultProxy implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int databasePort;

  /// How many answers are still to be lost.
  final AtomicInteger answersToLose = new AtomicInteger();

  FaultProxy(int databasePort) throws IOException {
    this.databasePort = databasePort;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    try {
      while (true) {
        connect(listener.accept());
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      var database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
      Thread.ofVirtual().start(() -> forward(client, database, true));
      Thread.ofVirtual().start(() -> forward(database, client, false));
    } catch (ConnectException _) {
      client.close();
    }
  }

  private void forward(Socket from, Socket to, boolean isRequest) {
    try (from;
        to) {
      var buffer = new byte[64 * 1024];
      for (int read; (read = from.getInputStream().read(buffer)) > 0; ) {
        var text = new String(buffer, 0, read, ISO_8859_1);
        if (isRequest && text.contains("COMMIT") && mustLoseAnswer()) {
          // The client sees the connection end; the database gets the COMMIT and time to do it.
          from.shutdownOutput();
          to.getOutputStream().write(buffer, 0, read);
          from.getInputStream().transferTo(OutputStream.nullOutputStream());
          return;
        }
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException _) {
      // Either side is gone; closing both tells the other.
    }
  }

  private boolean mustLoseAnswer() {
    return answersToLose.getAndUpdate(left -> Math.max(left - 1, 0)) > 0;
  }
}
