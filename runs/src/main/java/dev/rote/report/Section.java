package dev.rote.report;

/// A part of the page under its own heading.
///
/// @param id by which the table of contents finds it
/// @param heading its title
/// @param body what is below the heading
record Section(String id, String heading, Markup body) {
  Markup markup() {
    Markup out = new Markup();
    out.open("section", "id", id, "aria-labelledby", id + "-heading");
    out.element("h2", heading, "id", id + "-heading");
    return out.add(body).close("section");
  }
}
