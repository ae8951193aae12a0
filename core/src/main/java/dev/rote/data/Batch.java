package dev.rote.data;

/// A window that moves over an ordered data set, a batch at a time.
///
/// One object serves a whole epoch, so that a step allocates nothing. The last batch is smaller if
/// the size does not divide the count. Confined to one thread.
///
/// Example: `while (batch.next()) session.step(batch, rate, tally);`
public final class Batch {
  private final Dataset data;
  private final int[] order;
  private final int capacity;
  private int from;
  private int size;

  private Batch(Dataset data, int[] order, int capacity, int from) {
    this.data = data;
    this.order = order;
    this.capacity = capacity;
    this.from = from;
  }

  /// A window that stands before the first batch.
  ///
  /// @param order examples in the order of visiting; kept, only read
  /// @param capacity examples of a full batch, at least 1
  public static Batch over(Dataset data, int[] order, int capacity) {
    return new Batch(data, order, capacity, 0);
  }

  /// Skips batches without visiting them: the way back into an interrupted epoch.
  ///
  /// @return this window, standing before batch number `batches` counted from 0
  public Batch skip(long batches) {
    from = (int) Math.min(order.length, batches * capacity);
    size = 0;
    return this;
  }

  /// Moves to the next batch.
  ///
  /// @return false if there is none left
  public boolean next() {
    from += size;
    size = Math.min(capacity, order.length - from);
    return size > 0;
  }

  /// Examples in this batch.
  public int size() {
    return size;
  }

  public Dataset data() {
    return data;
  }

  /// The data set's number for row b of this batch.
  public int example(int b) {
    return order[from + b];
  }

  /// The class of row b.
  public int label(int b) {
    return data.label(order[from + b]);
  }
}
