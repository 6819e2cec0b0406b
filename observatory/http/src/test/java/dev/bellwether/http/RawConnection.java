package dev.bellwether.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/// A socket that says exactly what a test wants it to say, which no HTTP client does.
final class RawConnection implements Closeable {
  private static final int READ_MILLIS_MAX = 30_000;

  private final Socket socket = new Socket();

  static RawConnection to(HttpListener listener) throws IOException {
    return to(listener, "127.0.0.1");
  }

  static RawConnection to(HttpListener listener, String address) throws IOException {
    var connection = new RawConnection();
    connection.socket.connect(new InetSocketAddress(address, listener.port()), 5000);
    connection.socket.setSoTimeout(READ_MILLIS_MAX);
    return connection;
  }

  /// Sends the text as it is but for line ends, which become those of HTTP.
  RawConnection send(String text) throws IOException {
    return send(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /// Everything until the server closes the connection.
  String readToEnd() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException reset) {
      bytes.write("[reset]".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// Everything until `text` was read.
  String readUntil(String text) throws IOException {
    var read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed before '" + text + "', after: " + read);
      }
      read.append((char) next);
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
