package dev.rote.network;

import java.util.List;

/// The name and shape of one learned tensor.
///
/// @param name as in torch's state dictionary: `2.weight`
/// @param shape sizes, slowest first; row-major
public record TensorShape(String name, List<Integer> shape) {
  public TensorShape {
    shape = List.copyOf(shape);
  }

  /// Number of elements.
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /// As in messages: `2.weight [64, 128]`.
  @Override
  public String toString() {
    return name + " " + shape;
  }
}
