package dev.rote.bench;

import dev.rote.engine.JavaOptions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The settings each system races in, and how their processes are started.
///
/// On more than one thread some take part twice, by default and with a variable that may be better.
/// libtorch is best with OpenBLAS on one thread: with two pools on two cores each waits for the
/// other. TensorFlow shares products out better without oneDNN.
final class Entrants {
  static final String NUMPY = "numpy";
  private static final String OPENBLAS_THREADS = "OPENBLAS_NUM_THREADS";

  /// The variables that tell a system how many threads to use; the others are told in the protocol.
  private static final Map<String, List<String>> TOLD =
      Map.of(
          NUMPY,
          List.of(OPENBLAS_THREADS),
          "smile",
          List.of(OPENBLAS_THREADS),
          "dl4j",
          List.of(OPENBLAS_THREADS, "OMP_NUM_THREADS"));

  private static final Map<String, SortedMap<String, String>> TUNED =
      Map.of(
          "torch",
          all(List.of(OPENBLAS_THREADS), 1),
          "tensorflow",
          all(List.of("TF_ENABLE_ONEDNN_OPTS"), 0));

  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final Path checkout;
  private final int cores;

  /// @param checkout the folder of the project
  /// @param cores threads at most
  Entrants(Path checkout, int cores) {
    this.checkout = checkout;
    this.cores = cores;
  }

  /// A system in every setting it races in.
  ///
  /// @throws dev.rote.fault.RoteException if it is numpy, and there is none
  List<Entrant> of(String system) {
    List<String> command =
        system.equals(NUMPY) ? List.of(Numpy.interpreter(script()), script()) : java(system);
    List<Entrant> entrants = new ArrayList<>();
    for (int threads : threads()) {
      List<String> told = TOLD.getOrDefault(system, List.of());
      entrants.add(new Entrant(system, threads, all(told, threads), command));
      if (TUNED.containsKey(system) && threads > 1) {
        entrants.add(new Entrant(system, threads, TUNED.get(system), command));
      }
    }
    return entrants;
  }

  private List<Integer> threads() {
    return cores == 1 ? List.of(1) : List.of(1, cores);
  }

  private static SortedMap<String, String> all(List<String> names, int value) {
    SortedMap<String, String> variables = new TreeMap<>();
    names.forEach(name -> variables.put(name, "" + value));
    return variables;
  }

  private String script() {
    return checkout.resolve("bench/peers/numpy_sgd.py").toString();
  }

  private List<String> java(String system) {
    String path = classPath();
    // A rival in Java is a Maven module of its name.
    Path peer = checkout.resolve("bench/peers").resolve(system);
    if (Files.isDirectory(peer)) {
      path += File.pathSeparator + peer.resolve("target/app/*");
    }
    return java(path, List.of("dev.rote.bench.child.Child", system));
  }

  /// Java with the Vector API, this program's class path and the user's options.
  ///
  /// @param words options and main class, then arguments
  static List<String> java(List<String> words) {
    return java(classPath(), words);
  }

  private static List<String> java(String path, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JavaOptions.FAST);
    command.addAll(
        List.of(
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"));
    String options = System.getenv().getOrDefault("ROTE_JAVA_OPTIONS", "");
    command.addAll(SPACES.splitAsStream(options).filter(option -> !option.isEmpty()).toList());
    command.addAll(List.of("-cp", path));
    command.addAll(words);
    return command;
  }

  /// What this program runs from, as a class path: a folder on the module path may hold jars.
  private static String classPath() {
    Stream<String> parts =
        Stream.of("jdk.module.path", "java.class.path")
            .map(name -> System.getProperty(name, ""))
            .flatMap(Pattern.compile(Pattern.quote(File.pathSeparator))::splitAsStream)
            .filter(part -> !part.isEmpty())
            .map(part -> isFolderOfJars(Path.of(part)) ? part + File.separator + "*" : part);
    return String.join(File.pathSeparator, parts.toList());
  }

  private static boolean isFolderOfJars(Path folder) {
    return Files.isDirectory(folder)
        && !Files.exists(folder.resolve("module-info.class"))
        && Stream.of(jars(folder)).findAny().isPresent();
  }

  private static String[] jars(Path folder) {
    String[] jars = folder.toFile().list((_, name) -> name.endsWith(".jar"));
    return jars == null ? new String[0] : jars;
  }
}
