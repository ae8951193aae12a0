package dev.rote.jvm;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import jdk.incubator.vector.VectorSpecies;

/// What a hidden class of kernels was defined with, by [KernelChoice].
final class ClassConstants {
  private ClassConstants() {}

  /// The vector width, as a constant to the compiler.
  @SuppressWarnings("unchecked")
  static VectorSpecies<Float> species(MethodHandles.Lookup hidden) {
    return constant(hidden, VectorSpecies.class, 0);
  }

  /// Terms of a product's inner loop.
  static int strip(MethodHandles.Lookup hidden) {
    return constant(hidden, Integer.class, 1);
  }

  /// The matrix product of the same width.
  static Product tiles(MethodHandles.Lookup hidden) {
    return constant(hidden, Product.class, 1);
  }

  /// The sums of single rows of the same width.
  static SparseTiles.Row row(MethodHandles.Lookup hidden) {
    return constant(hidden, SparseTiles.Row.class, 1);
  }

  /// The products that leave out zeros, of the same width.
  ///
  /// @param n 0 for the one with the widest panels, 1 for the other
  static SparseTiles sparse(MethodHandles.Lookup hidden, int n) {
    return constant(hidden, SparseTiles.class, 2 + n);
  }

  /// The products for single examples, of the same width.
  static SingleProduct single(MethodHandles.Lookup hidden) {
    return constant(hidden, SingleProduct.class, 4);
  }

  private static <T> T constant(MethodHandles.Lookup hidden, Class<T> type, int place) {
    try {
      return Objects.requireNonNull(MethodHandles.classDataAt(hidden, "_", type, place));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may read its own class data", e);
    }
  }
}
