package dev.rote.torch;

import dev.rote.data.Batch;
import dev.rote.data.Dataset;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// A data set as tensors on the device, where a batch is one `index_select` away: how a user of
/// libtorch would keep data that fit into memory. Takes four bytes a pixel.
final class DeviceData implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 256;

  private final Kept kept = new Kept();
  private final Dataset data;
  private final Device device;
  private final Tensor x;
  private final Tensor y;

  /// @param classes of a one-hot target, 0 for class numbers
  DeviceData(Dataset data, Device device, int classes) {
    this.data = data;
    this.device = device;
    x = kept.keep(pictures(data).to(device, torch.ScalarType.Float));
    Tensor labels = labels(data);
    y =
        kept.keep(
            classes > 0
                ? torch.one_hot(labels, classes).to(device, torch.ScalarType.Float)
                : labels.to(device, torch.ScalarType.Long));
  }

  private static Tensor pictures(Dataset data) {
    Tensor x = torch.empty(data.size(), data.features());
    float[] rows = new float[ROWS_AT_ONCE * data.features()];
    for (int from = 0; from < data.size(); from += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, data.size() - from);
      for (int row = 0; row < count; row++) {
        data.copyTo(from + row, rows, row * data.features());
      }
      x.data_ptr_float()
          .position((long) from * data.features())
          .put(rows, 0, count * data.features());
    }
    return x;
  }

  private static Tensor labels(Dataset data) {
    long[] labels = new long[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.label(i);
    }
    Tensor y = longs(labels.length);
    new LongPointer(y.data_ptr()).put(labels, 0, labels.length);
    return y;
  }

  /// An uninitialised vector of whole numbers on the processor.
  static Tensor longs(int count) {
    return torch.empty(new long[] {count}, new TensorOptions(torch.ScalarType.Long), null);
  }

  /// Whether a batch is of this data set.
  boolean holds(Batch batch) {
    return batch.data() == data;
  }

  /// The pictures of some rows, B × features.
  ///
  /// @param rows numbers of examples, on the processor
  Tensor pictures(Tensor rows) {
    return x.index_select(0, onDevice(rows));
  }

  /// Their targets: B class numbers, or B × classes.
  Tensor targets(Tensor rows) {
    return y.index_select(0, onDevice(rows));
  }

  private Tensor onDevice(Tensor rows) {
    return device.is_cpu() ? rows : rows.to(device, torch.ScalarType.Long);
  }

  @Override
  public void close() {
    kept.close();
  }
}
