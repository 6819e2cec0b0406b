package dev.bellwether.monkey;

/// An answer other than 200, in the shape of RFC 9457.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  record Document(String type, String title, int status, String detail) {}

  private final int status;

  Problem(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  Document document() {
    String title =
        switch (status) {
          case 400 -> "Bad Request";
          case 404 -> "Not Found";
          case 405 -> "Method Not Allowed";
          case 413 -> "Content Too Large";
          case 503 -> "Service Unavailable";
          default -> "Internal Server Error";
        };
    return new Document("about:blank", title, status, String.valueOf(getMessage()));
  }
}
