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

  /// The product that leaves out zeros, of the same width.
  static SparseProduct sparse(MethodHandles.Lookup hidden) {
    return constant(hidden, SparseProduct.class, 2);
  }

  /// The products for single examples, of the same width.
  static SingleProduct single(MethodHandles.Lookup hidden) {
    return constant(hidden, SingleProduct.class, 3);
  }

  private static <T> T constant(MethodHandles.Lookup hidden, Class<T> type, int place) {
    try {
      return Objects.requireNonNull(MethodHandles.classDataAt(hidden, "_", type, place));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may read its own class data", e);
    }
  }
}
