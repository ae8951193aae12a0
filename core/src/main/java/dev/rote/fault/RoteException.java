package dev.rote.fault;

/// What went wrong, in one line a user can act on: the operation, what it expected, what it found
/// and what to do about it.
///
/// The message reads `operation: expected …, found …; help`. The command line prints it and nothing
/// else; the stack trace is for `--debug`. Immutable, so safe to share between threads.
public class RoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param operation what was being done, naming the file or key: "read train-labels.gz"
  /// @param expected what a good input has: "magic number 0x00000801"
  /// @param found what this one has: "0x00000803 (pictures)"
  /// @param help what to do, in the imperative: "give the label file"
  public RoteException(String operation, String expected, String found, String help) {
    super(oneLine(operation + ": expected " + expected + ", found " + found + "; " + help));
  }

  /// The same with the failure that caused it, which only `--debug` shows.
  public RoteException(
      String operation, String expected, String found, String help, Throwable cause) {
    super(oneLine(operation + ": expected " + expected + ", found " + found + "; " + help), cause);
  }

  /// For failures that are no matter of expectation: "write run.csv: no space left on device; free
  /// some space and resume".
  protected RoteException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  /// An input or output failure of the operating system, said in its own words.
  ///
  /// @param operation what was being done, naming the file
  /// @param help what to do
  /// @param cause the failure; its message becomes part of ours
  public static RoteException io(String operation, String help, Exception cause) {
    return new RoteException(operation + ": " + reason(cause) + "; " + help, cause);
  }

  /// The same failure, said with the place where it was met in front.
  ///
  /// @param place "recipe q1.yaml, line 7"
  public RoteException within(String place) {
    return new RoteException(place + ", " + getMessage(), this);
  }

  private static String reason(Exception cause) {
    String message = cause.getMessage();
    return switch (cause) {
      case java.nio.file.NoSuchFileException _ -> "no such file or folder (" + message + ")";
      case java.nio.file.AccessDeniedException _ -> "permission denied (" + message + ")";
      case java.nio.file.FileAlreadyExistsException _ -> "already exists (" + message + ")";
      case java.nio.file.NotDirectoryException _ -> "not a folder (" + message + ")";
      default -> message == null ? cause.getClass().getSimpleName() : message;
    };
  }

  /// Control characters, line breaks among them, would break the one-line promise and the terminal.
  private static String oneLine(String message) {
    return message.replaceAll("\\p{Cntrl}+", " ");
  }
}
