package dev.rote.report;

import dev.rote.data.Dataset;
import dev.rote.fault.RoteException;

/// One example of a data set as a PNG picture.
public final class Picture {
  private Picture() {}

  /// The stored bytes of an example as shades of grey, 0 black and 255 white.
  ///
  /// @param example 0 to n − 1
  /// @param zoom side of the square that each pixel becomes, at least 1
  /// @return a PNG file, 8 bits grey
  /// @throws RoteException if there is no such example, or zoom is below 1 or too large
  public static byte[] png(Dataset data, int example, int zoom) {
    String operation = "picture from " + data.name();
    if (example < 0 || example >= data.size()) {
      throw new RoteException(
          operation,
          "an example from 0 to " + (data.size() - 1),
          "" + example,
          "choose one of them");
    }
    long width = (long) data.shape().columns() * zoom;
    Canvas canvas = new Canvas(operation, width, (long) data.shape().rows() * zoom, 0);
    canvas.picture(data, example, 0, 0, zoom);
    return canvas.png();
  }
}
