package dev.bellwether.launcher.databaselog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlCommentTest {
  private static final String INSERT = "INSERT INTO trades VALUES ($1)";
  private static final String TRACEPARENT =
      "traceparent='00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'";

  @Test
  void a_comment_names_trace_span_and_baggage() {
    var comment =
        SqlComment.of(
            INSERT
                + " /*"
                + TRACEPARENT
                + ", baggage='com.example.customer_id%3Dl.hall%2Ccom.example.region%3DNA%3Bp%3D1'*/");

    assertThat(comment)
        .isEqualTo(
            new SqlComment(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                1,
                Map.of("com.example.customer_id", "l.hall", "com.example.region", "NA")));
  }

  @Test
  void values_are_decoded_twice_as_they_were_encoded_twice() {
    var comment = SqlComment.of(INSERT + " /*baggage='name%3DM%25C3%25BCller%2520%2B1'*/");

    assertThat(comment.baggage()).containsExactly(Map.entry("name", "Müller +1"));
  }

  @Test
  void a_statement_without_a_comment_says_nothing() {
    assertThat(SqlComment.of(INSERT)).isEqualTo(SqlComment.NONE);
    assertThat(SqlComment.of("SELECT 1 /* by hand */")).isEqualTo(SqlComment.NONE);
    assertThat(SqlComment.of("SELECT 1 /*traceparent='00-0af7-b7ad-01'*/"))
        .isEqualTo(SqlComment.NONE);
    assertThat(SqlComment.of("SELECT 1 /*baggage='%zz'*/")).isEqualTo(SqlComment.NONE);
  }

  @Test
  void the_last_comment_counts() {
    var sql = "SELECT '/*baggage='a%3D1'*/' /*baggage='a%3D2'*/";

    assertThat(SqlComment.of(sql).baggage()).containsEntry("a", "2");
  }

  @Test
  void the_statement_reads_as_if_there_were_no_comment() {
    assertThat(SqlComment.without(INSERT + " /*" + TRACEPARENT + "*/")).isEqualTo(INSERT);
    assertThat(SqlComment.without("SELECT 1 /* by hand */")).isEqualTo("SELECT 1 /* by hand */");
  }
}
