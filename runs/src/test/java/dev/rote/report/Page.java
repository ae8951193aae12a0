package dev.rote.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// Markup read back by the JDK's XML parser: what a browser would see, not what we meant.
final class Page {
  private final Node root;

  private Page(Node root) {
    this.root = root;
  }

  static Page of(String markup) {
    try {
      InputSource source = new InputSource(new StringReader(markup));
      Document document =
          DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(source);
      return new Page(document);
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not well-formed: " + e.getMessage(), e);
    }
  }

  /// Elements an XPath finds.
  List<Element> all(String path) {
    try {
      NodeList found =
          (NodeList)
              XPathFactory.newDefaultInstance()
                  .newXPath()
                  .evaluate(path, root, XPathConstants.NODESET);
      List<Element> elements = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        elements.add((Element) found.item(i));
      }
      return elements;
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  /// The part of the page below the only element that an XPath finds.
  Page part(String path) {
    List<Element> found = all(path);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " elements at " + path);
    }
    return new Page(found.getFirst());
  }

  /// Texts of the elements an XPath finds, white space collapsed.
  List<String> texts(String path) {
    return all(path).stream().map(e -> e.getTextContent().strip().replaceAll("\\s+", " ")).toList();
  }

  /// Values of an attribute of the elements an XPath finds.
  List<String> attributes(String path, String name) {
    return all(path).stream().map(element -> element.getAttribute(name)).toList();
  }
}
