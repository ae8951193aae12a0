package dev.rote.torch;

import dev.rote.fault.RoteException;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_full;
import org.bytedeco.pytorch.global.torch;

/// The native library: brought in once, called with its failures turned into ours.
/*
 * JavaCPP unpacks a library when a class of its binding is first used, and with an empty cache it
 * loads libtorch.so before libtorch_cpu.so, which that needs, has been unpacked: the process dies.
 * So everything is unpacked before any class of libtorch is touched, and this class keeps such
 * classes out of what load() runs until then.
 *
 * set_num_threads of libtorch reaches its own loops and OpenMP, but not the OpenBLAS that multiplies
 * its matrices, which keeps threads of its own and would take every core: it is told apart.
 */
final class Libtorch {
  static final String CUDA = "cuda";

  /// What the natives for a platform are called, best first: with CUDA, and without.
  private static final List<String> EXTENSIONS = List.of("-gpu", "");

  private static boolean loaded;

  private Libtorch() {}

  /// Unpacks and loads libtorch; does nothing the second time.
  ///
  /// @throws RoteException if there are no natives for this platform, or they cannot be unpacked
  static synchronized void load() {
    if (loaded) {
      return;
    }
    // Its collector of forgotten pointers costs time, and we forget none; its limit of memory is
    // four times Java's heap, which says nothing of ours.
    defaultProperty("org.bytedeco.javacpp.nopointergc", "true");
    defaultProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    String platform = platform();
    try {
      for (String extension : EXTENSIONS) {
        unpack(org.bytedeco.pytorch.presets.torch.class, "pytorch", platform + extension);
      }
      unpack(org.bytedeco.openblas.presets.openblas.class, "openblas", platform);
      try (ExpectedWarning _ = new ExpectedWarning("Warning: Versions of org.bytedeco:")) {
        openblas_full.openblas_get_num_threads();
        torch.get_num_threads();
      }
    } catch (IOException e) {
      throw RoteException.io(
          "unpack libtorch",
          "make room or name another folder with "
              + "ROTE_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=FOLDER",
          e);
    } catch (LinkageError e) {
      throw new RoteException(
          "load libtorch",
          "a system that can load it",
          firstLine(e),
          "choose --engine jvm, which needs nothing native",
          e);
    }
    loaded = true;
  }

  private static void defaultProperty(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  /// @throws RoteException if there are no natives for it
  private static String platform() {
    String platform = Loader.getPlatform();
    for (String extension : EXTENSIONS) {
      if (!missing("pytorch", platform + extension)) {
        return platform;
      }
    }
    throw new RoteException(
        "engine torch",
        "libtorch for " + platform,
        "none in this build",
        "choose --engine jvm, or add the natives as docs/guide/torch.md says");
  }

  private static boolean missing(String library, String platform) {
    return ClassLoader.getSystemResource("org/bytedeco/" + library + "/" + platform + "/") == null;
  }

  private static void unpack(Class<?> binding, String library, String platform) throws IOException {
    if (!missing(library, platform)) {
      Loader.cacheResources(binding, "/org/bytedeco/" + library + "/" + platform + "/");
    }
  }

  /// @throws RoteException if the device is cuda and there is none
  static void requireDevice(String device) {
    if (device.equals(CUDA) && !torch.cuda_is_available()) {
      throw new RoteException(
          "engine torch",
          "a CUDA device",
          torch.hasCUDA() ? "none on this machine" : "a libtorch built without CUDA",
          "leave --device out, or add the natives as docs/guide/torch.md says");
    }
  }

  /// "libtorch 2.13.0 with OpenBLAS 0.3.31".
  static String version() {
    return "libtorch " + version("pytorch") + " with OpenBLAS " + version("openblas");
  }

  /// The library's own version, without the binding's.
  private static String version(String library) {
    try {
      String version = Loader.getVersion("org.bytedeco", library);
      return version == null ? "of unknown version" : version.replaceFirst("-.*", "");
    } catch (IOException e) {
      return "of unknown version";
    }
  }

  /// How many threads the calls of this thread may use from now on. OpenBLAS keeps to what the
  /// environment says, where it says something.
  static void threads(int count) {
    torch.set_num_threads(count);
    if (System.getenv("OPENBLAS_NUM_THREADS") == null) {
      openblas_full.openblas_set_num_threads(count);
    }
  }

  /// Runs native code: what it allocates is freed at its end, and what it throws becomes ours.
  ///
  /// @param operation for the message: "step"
  /// @throws RoteException with libtorch's own words
  static <T> T call(String operation, Supplier<T> body) {
    try (PointerScope _ = new PointerScope()) {
      return body.get();
    } catch (RuntimeException e) {
      // JavaCPP throws this very class for every C++ exception.
      if (e.getClass() != RuntimeException.class) {
        throw e;
      }
      throw new RoteException(
          "engine torch, " + operation,
          "libtorch to compute it",
          firstLine(e),
          "use a smaller network or batch, or choose --engine jvm",
          e);
    }
  }

  /// The message without the native stack that follows it.
  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }
}
