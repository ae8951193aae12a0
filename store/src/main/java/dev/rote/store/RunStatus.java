package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How a run stands.
public enum RunStatus {
  /// Under way: its process was heard of a moment ago.
  RUNNING,
  /// Over, with a result.
  FINISHED,
  /// Stopped by its user after saving; it can go on.
  INTERRUPTED,
  /// Given up by its sweep for others that did better; it can go on.
  STOPPED,
  /// Ended because its loss left the finite numbers.
  DIVERGED,
  /// Ended by a fault.
  FAILED,
  /// Under way as far as it told, but its process has not been heard of for a while. No run tells
  /// this of itself: it is what a reader makes of an old heartbeat.
  LOST;

  /// As it is written: "running".
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The status of a word that a user typed.
  ///
  /// @throws RoteException if it is none, with the word that may have been meant
  public static RunStatus parse(String word) {
    List<String> words = Arrays.stream(values()).map(RunStatus::word).toList();
    if (!words.contains(word)) {
      throw new RoteException(
          "list runs", "a status of runs", "\"" + word + "\"", Suggestion.didYouMean(word, words));
    }
    return of(word);
  }

  static RunStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
