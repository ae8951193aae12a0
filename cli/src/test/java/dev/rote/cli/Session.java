package dev.rote.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One command, run inside this process as if piped, and what came of it.
record Session(int code, String out, String err) {

  static Session of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Output output = Output.piped(out, err);
    int code = Main.run(output, Interrupt.never(), arguments);
    output.flush();
    return new Session(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Session of(List<String> arguments) {
    return of(arguments.toArray(String[]::new));
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
