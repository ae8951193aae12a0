package dev.rote.cli;

import dev.rote.audit.Audit;
import dev.rote.audit.Verdict;
import dev.rote.fault.RoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an audit must not say if a build is to go on: `memorised`, or `suspects>2%`.
///
/// @param gates in the order given
record AuditGates(List<Gate> gates) {

  /// The exit code if one of them is closed.
  static final int FAILED = 3;

  private static final Pattern SUSPECTS = Pattern.compile("suspects>(\\d{1,3}(?:\\.\\d+)?)%");

  /// @param word as the user wrote it
  /// @param most share of suspect labels; empty if it is about the verdict
  record Gate(String word, Optional<Double> most) {

    Optional<String> failure(Audit audit) {
      if (most.isEmpty()) {
        return audit.verdict() == Verdict.MEMORISED
            ? Optional.of("the verdict is MEMORISED")
            : Optional.empty();
      }
      int suspects = 0;
      for (boolean issue : audit.examples().issue()) {
        suspects += issue ? 1 : 0;
      }
      double share = (double) suspects / audit.examples().size();
      return share > most.get()
          ? Optional.of(
              String.format(Locale.ROOT, "%d labels are suspect, %.2f %%", suspects, 100 * share))
          : Optional.empty();
    }
  }

  /// @throws RoteException if a word is none of these
  static AuditGates of(List<String> words) {
    List<Gate> gates = new ArrayList<>();
    for (String word : words) {
      Matcher suspects = SUSPECTS.matcher(word);
      if (suspects.matches()) {
        gates.add(new Gate(word, Optional.of(Double.parseDouble(suspects.group(1)) / 100)));
      } else if (word.equals("memorised")) {
        gates.add(new Gate(word, Optional.empty()));
      } else {
        throw new RoteException(
            "audit", "memorised, or suspects>2%", "\"" + word + "\"", "correct --fail-on");
      }
    }
    return new AuditGates(gates);
  }

  /// What is not as it should be, a line each.
  List<String> failures(Audit audit) {
    return gates.stream()
        .flatMap(gate -> gate.failure(audit).map(why -> gate.word() + ": " + why).stream())
        .toList();
  }

  /// A test case to each gate, as build servers read them.
  String junit(Audit audit) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuite name=\"rote audit\" tests=\"%d\" failures=\"%d\">\n"
            .formatted(gates.size(), failures(audit).size()));
    for (Gate gate : gates) {
      xml.append("  <testcase classname=\"rote.audit\" name=\"").append(escaped(gate.word()));
      Optional<String> failure = gate.failure(audit);
      if (failure.isPresent()) {
        xml.append("\">\n    <failure message=\"").append(escaped(failure.get()));
        xml.append("\"/>\n  </testcase>\n");
      } else {
        xml.append("\"/>\n");
      }
    }
    return xml.append("</testsuite>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
