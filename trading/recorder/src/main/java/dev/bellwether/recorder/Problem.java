package dev.bellwether.recorder;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A refusal as RFC 9457 wants it.
///
/// @param field the one to blame, absent when there is none
record Problem(int status, String detail, @Nullable String field) {

  private static final JsonFactory JSON = new JsonFactory();

  ResponseEntity<String> answer() {
    var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (status == 503) {
      answer.header("Retry-After", "1");
    }
    return answer.body(json());
  }

  private String json() {
    var known = HttpStatus.resolve(status);
    var text = new StringWriter();
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("type", "about:blank");
      json.writeStringProperty("title", known == null ? "Error" : known.getReasonPhrase());
      json.writeNumberProperty("status", status);
      json.writeStringProperty("detail", detail);
      if (field != null) {
        json.writeStringProperty("field", field);
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
