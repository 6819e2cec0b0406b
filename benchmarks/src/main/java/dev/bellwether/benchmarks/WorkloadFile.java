package dev.bellwether.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/// Requests on disk, each compressed as it will be sent: `length (4 bytes, big-endian) · gzip`, one
/// after another. Many threads may read, each request goes to one of them.
final class WorkloadFile implements AutoCloseable {
  private final DataInputStream in;

  private WorkloadFile(DataInputStream in) {
    this.in = in;
  }

  /// Writes the whole workload.
  static Written write(Path file, Workload workload) {
    var sizes = new long[3];
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      long spans =
          workload.send(request -> {
            var body = deflated(request);
            sizes[0]++;
            sizes[1] += request.length;
            sizes[2] += body.length;
            append(out, body);
          });
      return new Written(spans, sizes[0], sizes[1], sizes[2]);
    } catch (IOException e) {
      throw new UncheckedIOException("workload file: " + file, e);
    }
  }

  static WorkloadFile open(Path file) throws IOException {
    return new WorkloadFile(
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20)));
  }

  /// The next request's compressed body, or nothing at the end.
  synchronized Optional<byte[]> next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    int length = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
    return Optional.of(in.readNBytes(length));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static void append(DataOutputStream out, byte[] body) {
    try {
      out.writeInt(body.length);
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] deflated(byte[] request) {
    var bytes = new ByteArrayOutputStream(request.length / 4);
    try (var gzip = new GZIPOutputStream(bytes, 1 << 13)) {
      gzip.write(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  record Written(long spans, long requests, long plainBytes, long gzipBytes) {}
}
