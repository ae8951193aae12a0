package dev.rote.report;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.fault.RoteException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A grey raster to draw data set pictures and small texts on; shades go from 0, black, to 255.
///
/// It needs no display and no font. Confined to one thread.
final class Canvas {

  /// The most pixels a canvas may have; more is a mistake in the request.
  static final long MOST_PIXELS = 100_000_000;

  private final BufferedImage image;

  /// @param operation what it is for, in case it would be too large
  Canvas(String operation, long width, long height, int shade) {
    if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS / width) {
      throw new RoteException(
          operation,
          "1 to " + MOST_PIXELS + " pixels",
          width + "×" + height,
          "ask for fewer or smaller pictures");
    }
    image = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_BYTE_GRAY);
    fill(0, 0, (int) width, (int) height, shade);
  }

  void fill(int x, int y, int width, int height, int shade) {
    for (int row = y; row < y + height; row++) {
      for (int column = x; column < x + width; column++) {
        image.getRaster().setSample(column, row, 0, shade);
      }
    }
  }

  /// Draws an example, each of its pixels as a square of `zoom` × `zoom`.
  void picture(Dataset data, int example, int x, int y, int zoom) {
    PictureShape shape = data.shape();
    for (int position = 0; position < shape.size(); position++) {
      int left = x + position % shape.columns() * zoom;
      int top = y + position / shape.columns() * zoom;
      fill(left, top, zoom, zoom, data.pixel(example, position));
    }
  }

  /// Writes a text whose first glyph has its upper left corner at (x, y).
  void text(String text, int x, int y, int zoom, int shade) {
    int left = x;
    for (int character : Glyphs.characters(text)) {
      for (int place = 0; place < Glyphs.WIDTH * Glyphs.HEIGHT; place++) {
        int column = place % Glyphs.WIDTH;
        int row = place / Glyphs.WIDTH;
        if (Glyphs.inked(character, column, row)) {
          fill(left + column * zoom, y + row * zoom, zoom, zoom, shade);
        }
      }
      left += Glyphs.ADVANCE * zoom;
    }
  }

  byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
