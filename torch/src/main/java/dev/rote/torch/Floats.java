package dev.rote.torch;

import dev.rote.engine.Parameters;
import dev.rote.network.TensorShape;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Java's floats into libtorch's tensors and back, to and from whatever device they are on.
final class Floats {
  private Floats() {}

  /// Copies the first elements of a tensor.
  ///
  /// @param values written, from `offset` on, `count` numbers
  static void read(Tensor tensor, float[] values, int offset, int count) {
    tensor.cpu().contiguous().data_ptr_float().get(values, offset, count);
  }

  /// A tensor on the processor that holds a copy of some numbers, in the shape given.
  static Tensor tensor(float[] values, int offset, TensorShape shape) {
    long[] sizes = shape.shape().stream().mapToLong(Integer::longValue).toArray();
    Tensor tensor = torch.empty(sizes);
    tensor.data_ptr_float().put(values, offset, (int) shape.size());
    return tensor;
  }

  /// Copies tensors into a slab, one after the other.
  static void read(List<Tensor> tensors, Parameters slab) {
    int offset = 0;
    for (int t = 0; t < tensors.size(); t++) {
      int size = (int) slab.tensors().get(t).size();
      read(tensors.get(t), slab.values(), offset, size);
      offset += size;
    }
  }
}
