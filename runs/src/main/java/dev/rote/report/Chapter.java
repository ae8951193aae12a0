package dev.rote.report;

import java.util.List;

/// A part of the report that answers one question.
///
/// @param id unique among the chapters: letters, digits and hyphens
/// @param heading its title, also in the table of contents
/// @param paragraphs what a newcomer has to know first; may be empty
/// @param exhibits in the order of the page
public record Chapter(String id, String heading, List<String> paragraphs, List<Exhibit> exhibits) {
  public Chapter {
    paragraphs = List.copyOf(paragraphs);
    exhibits = List.copyOf(exhibits);
  }
}
