package dev.rote.jvm;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Chooses the kernels a session runs on, once, when it opens.
final class KernelChoice {

  private static final List<String> WORDS = List.of("auto", "scalar", "128", "256", "512");
  private static final String HELP =
      "start Java with --add-modules jdk.incubator.vector, or use --kernels scalar";

  private KernelChoice() {}

  /// The kernels for a user's word.
  ///
  /// @param word `auto` for the widest this machine has, `scalar`, or a width in bits
  /// @throws RoteException if the word is another, or names vectors and there are none
  static Kernels named(String word) {
    if (!WORDS.contains(word)) {
      throw new RoteException(
          "choose kernels", "one of " + WORDS, "\"" + word + "\"", "correct it");
    }
    if (word.equals("scalar")) {
      return new ScalarKernels();
    }
    Optional<String> obstacle = obstacle();
    if (word.equals("auto")) {
      return obstacle.isEmpty() ? Vectors.widest() : new ScalarKernels();
    }
    if (obstacle.isPresent()) {
      throw new RoteException(
          "choose kernels", "vectors of " + word + " bits", obstacle.get(), HELP);
    }
    return Vectors.ofBits(Integer.parseInt(word));
  }

  /// Why vector kernels cannot run well here, or empty.
  static Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.of("the Vector API not loaded");
    }
    return Fma.HARDWARE ? Optional.empty() : Optional.of("a processor without fused multiply-add");
  }

  /// What a user should know about a fallback, or empty.
  static Optional<String> warning() {
    return obstacle().map(why -> "scalar kernels, because of " + why + "; " + HELP);
  }

  /// Apart, so that this class loads without the Vector API.
  private static final class Vectors {
    /// True where Java leaves safepoints out of counted loops, by -XX:-UseCountedLoopSafepoints.
    /// Java cannot be asked without loading the platform's management.
    private static final String LONG_LOOPS = "rote.longLoops";

    /// Terms of a product's inner loop: so few that a loop never has a safepoint, or so many that
    /// hardly a product needs a second loop.
    private static final int STRIP = 96;

    private static final int LONG_STRIP = 1024;

    private static final Map<Integer, Kernels> DEFINED = new ConcurrentHashMap<>();

    static Kernels widest() {
      return ofBits(Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));
    }

    static Kernels ofBits(int bits) {
      return DEFINED.computeIfAbsent(bits, Vectors::define);
    }

    private static Kernels define(int bits) {
      VectorSpecies<Float> species = VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
      int strip = Boolean.getBoolean(LONG_LOOPS) ? LONG_STRIP : STRIP;
      Object tiles = define(bits == 512 ? "WideTiles" : "NarrowTiles", List.of(species, strip));
      Object row = define("SparseRow", List.of(species));
      Object sparse =
          define(bits == 512 ? "WideSparseTiles" : "NarrowSparseTiles", List.of(species, row));
      Object single = define("SingleTiles", List.of(species, tiles));
      Object narrower = bits == 512 ? define("SquareSparseTiles", List.of(species, row)) : sparse;
      return (Kernels) define("VectorKernels", List.of(species, tiles, sparse, narrower, single));
    }

    private static Object define(String name, List<Object> constants) {
      String file = name + ".class";
      try (InputStream code = KernelChoice.class.getResourceAsStream(file)) {
        if (code == null) {
          throw new IllegalStateException("no " + file + " beside KernelChoice");
        }
        return MethodHandles.lookup()
            .defineHiddenClassWithClassData(code.readAllBytes(), constants, true)
            .lookupClass()
            .getDeclaredConstructor()
            .newInstance();
      } catch (IOException | ReflectiveOperationException e) {
        throw new IllegalStateException("define " + name, e);
      }
    }
  }
}
