package dev.rote.data;

/// Rows and columns of one grey picture. Data that are no pictures have one row.
public record PictureShape(int rows, int columns) {
  /// Pixels of one picture.
  public int size() {
    return rows * columns;
  }
}
