package dev.bellwether.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// gzip in both directions; inflating stops at a limit, so a bomb costs no more than that.
public final class Gzip {
  private static final int CHUNK_BYTES = 8192;

  /// Telemetry inflates 6 to 12 times; the first guess may trust the length in the trailer up to
  /// here without letting a liar allocate the limit with a few bytes.
  private static final int TRUSTED_RATIO = 16;

  private Gzip() {}

  /// Undoes gzip.
  ///
  /// @param bytesMax how long the result may be
  /// @throws Problem 413 when it would be longer, 400 when the stream is broken
  public static byte[] inflated(byte[] deflated, int bytesMax) {
    var inflated = new byte[firstGuess(deflated, bytesMax)];
    int size = 0;
    try (var in = new GZIPInputStream(new ByteArrayInputStream(deflated), CHUNK_BYTES)) {
      while (true) {
        int read = in.read(inflated, size, inflated.length - size);
        if (read < 0) {
          return size == inflated.length ? inflated : Arrays.copyOf(inflated, size);
        }
        size += read;
        if (size > bytesMax) {
          throw Problem.tooLarge("inflated body", bytesMax);
        }
        if (size == inflated.length) {
          inflated = Arrays.copyOf(inflated, (int) Math.min(bytesMax + 1L, size * 2L));
        }
      }
    } catch (IOException e) {
      throw Problem.badRequest("gzip body: " + e.getMessage());
    }
  }

  public static byte[] deflated(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (var gzip = new GZIPOutputStream(out, CHUNK_BYTES)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// One byte more than the length that the trailer claims, so that the end is seen without
  /// growing.
  private static int firstGuess(byte[] deflated, int bytesMax) {
    int length = deflated.length;
    long claimed =
        length < 4
            ? 0
            : (deflated[length - 4] & 0xFFL)
                | (deflated[length - 3] & 0xFFL) << 8
                | (deflated[length - 2] & 0xFFL) << 16
                | (deflated[length - 1] & 0xFFL) << 24;
    long trusted = Math.min(claimed, (long) length * TRUSTED_RATIO);
    return (int) Math.max(64, Math.min(trusted, bytesMax) + 1);
  }
}
