package dev.rote.data;

/// Hears how data are fetched, to show it to people. Each method does nothing unless overridden.
///
/// Called on the thread that asked for the data.
public interface FetchListener {

  /// Hears nothing.
  FetchListener SILENT = new FetchListener() {};

  /// A transfer begins, or goes on where an earlier one broke off.
  ///
  /// @param what the name of a file or package
  /// @param origin where it comes from
  /// @param total bytes, 0 if unknown
  default void started(String what, String origin, long total) {}

  /// More of the file is there.
  ///
  /// @param done bytes so far, those of earlier attempts included
  /// @param total bytes of the whole file
  default void progressed(String what, long done, long total) {}

  /// A file or package is there and verified.
  default void finished(String what) {}

  /// A place holds damaged data, or an origin failed; the next one is tried.
  ///
  /// @param place a folder or address
  /// @param reason what is wrong with it
  default void passedOver(String place, String reason) {}

  /// Another process fetches the same data set; this one waits for it to end.
  default void waiting(String dataset) {}
}
