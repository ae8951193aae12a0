package dev.rote.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The engine never calls what may give other bits on another machine, width or JIT tier.
class ByteCodeTest {

  /// Sums and products across lanes have no specified order.
  private static final Set<String> UNORDERED = Set.of("reduceLanes", "reduceLanesToLong");

  /// Allowed to differ by an ulp or more between interpreter, compiler and vector code.
  private static final Set<String> INEXACT =
      Set.of(
          "exp", "expm1", "log", "log1p", "log10", "pow", "sin", "cos", "tan", "tanh", "sinh",
          "cosh", "cbrt", "hypot", "atan2");

  private static final Set<String> INEXACT_LANEWISE =
      Set.of(
          "EXP", "EXPM1", "LOG", "LOG1P", "LOG10", "POW", "SIN", "COS", "TAN", "TANH", "SINH",
          "COSH", "CBRT", "HYPOT", "ATAN2");

  private static List<String> calls() throws IOException {
    Path classes =
        Path.of(Kernels.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<String> calls = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(file);
        model.methods().stream()
            .flatMap(method -> method.code().stream())
            .flatMap(code -> code.elementStream())
            .forEach(
                element -> {
                  if (element instanceof InvokeInstruction call) {
                    calls.add(call.owner().name().stringValue() + "." + call.name().stringValue());
                  } else if (element instanceof FieldInstruction field) {
                    calls.add(
                        field.owner().name().stringValue() + "." + field.name().stringValue());
                  }
                });
      }
    }
    return calls;
  }

  @Test
  void engine_callsNothingWhoseBitsMayVary() throws IOException {
    List<String> calls = calls();
    assertThat(calls).contains("java/lang/Math.fma").anyMatch(call -> call.endsWith(".SQRT"));
    assertThat(calls)
        .noneMatch(call -> UNORDERED.contains(method(call)))
        .noneMatch(call -> call.startsWith("java/lang/Math.") && INEXACT.contains(method(call)))
        .noneMatch(
            call ->
                call.startsWith("jdk/incubator/vector/VectorOperators.")
                    && INEXACT_LANEWISE.contains(method(call)));
  }

  private static String method(String call) {
    return call.substring(call.lastIndexOf('.') + 1);
  }
}
