package dev.bellwether.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/// The working tree that the tests run in.
final class Repository {
  static final Path ROOT = root();

  private Repository() {}

  /// All files that git tracks or would track, relative to the root.
  static List<Path> files() {
    var listing =
        run("git", "ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z");
    return Stream.of(listing.split("\0", -1))
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .filter(file -> Files.isRegularFile(ROOT.resolve(file)))
        .toList();
  }

  static List<Path> files(String suffix) {
    return files().stream().filter(file -> file.toString().endsWith(suffix)).toList();
  }

  /// Empty where the file is not text.
  static List<String> lines(Path file) {
    try {
      var bytes = Files.readAllBytes(ROOT.resolve(file));
      var text = new String(bytes, StandardCharsets.UTF_8);
      return text.indexOf('\0') >= 0 ? List.of() : text.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Folders of all modules, as the root pom lists them.
  static List<Path> modules() {
    return texts(pom(Path.of("")), "module").map(Path::of).toList();
  }

  static Document pom(Path module) {
    try {
      var file = ROOT.resolve(module).resolve("pom.xml").toFile();
      return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("the pom of %s cannot be read".formatted(module), e);
    }
  }

  static Stream<String> texts(Document document, String tag) {
    return elements(document, tag).map(element -> element.getTextContent().strip());
  }

  static Stream<Element> elements(Document document, String tag) {
    var nodes = document.getElementsByTagName(tag);
    return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1)
        .map(i -> (Element) nodes.item(i));
  }

  /// Text of a child element, empty where there is none.
  static String text(Element parent, String child) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(child)) {
        return element.getTextContent().strip();
      }
    }
    return "";
  }

  private static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("STYLE.md"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no STYLE.md in this folder or above (expected: the root)");
      }
    }
    return folder;
  }

  private static String run(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .directory(ROOT.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("%s failed".formatted(String.join(" ", command)));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
