package dev.rote.report;

import dev.rote.fault.RoteException;
import dev.rote.report.Svg.Shape;
import dev.rote.report.Svg.Spot;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Paints a picture as PNG, in the light colours of the page and without a display.
final class Raster {
  private static final String NONE = "none";

  private final Graphics2D graphics;
  private final StyleSheet styles = StyleSheet.own();
  private final String picture;

  private Raster(Graphics2D graphics, String picture) {
    this.graphics = graphics;
    this.picture = picture;
  }

  /// @param zoom pixels a user unit
  /// @throws RoteException if Java finds no font
  static byte[] png(Svg svg, int zoom) {
    int width = (int) Math.ceil(svg.size().width() * zoom);
    int height = (int) Math.ceil(svg.size().height() * zoom);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      Raster raster = new Raster(graphics, svg.size().kind());
      graphics.setColor(Color.decode(raster.styles.variable("page")));
      graphics.fillRect(0, 0, width, height);
      graphics.scale(zoom, zoom);
      svg.shapes().forEach(raster::paint);
    } catch (InternalError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new RoteException(
          "draw a figure", "a font that Java can use", "none", "install fontconfig and a font", e);
    } finally {
      graphics.dispose();
    }
    return encoded(image);
  }

  private static byte[] encoded(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void paint(Shape shape) {
    switch (shape.tag()) {
      case "text" -> text(shape);
      case "rect" -> {
        Spot a = shape.spots().getFirst();
        Spot b = shape.spots().getLast();
        outline(shape, new Rectangle2D.Double(a.x(), a.y(), b.x() - a.x(), b.y() - a.y()), true);
      }
      default -> outline(shape, path(shape), shape.tag().equals("polygon"));
    }
  }

  private static Path2D path(Shape shape) {
    Path2D path = new Path2D.Double();
    List<Spot> spots = shape.spots();
    for (int i = 0; i < spots.size(); i++) {
      if (i == 0) {
        path.moveTo(spots.get(i).x(), spots.get(i).y());
      } else {
        path.lineTo(spots.get(i).x(), spots.get(i).y());
      }
    }
    if (shape.tag().equals("polygon")) {
      path.closePath();
    }
    return path;
  }

  private void outline(Shape shape, java.awt.Shape outline, boolean filled) {
    String fill = filled ? value(shape, "fill", "#000000") : NONE;
    if (!fill.equals(NONE)) {
      graphics.setColor(colour(fill, value(shape, "fill-opacity", "1")));
      graphics.fill(outline);
    }
    String stroke = value(shape, "stroke", NONE);
    if (!stroke.equals(NONE) && !shape.spots().isEmpty()) {
      graphics.setColor(colour(stroke, value(shape, "stroke-opacity", "1")));
      graphics.setStroke(pen(shape));
      graphics.draw(outline);
    }
  }

  private BasicStroke pen(Shape shape) {
    float width = number(value(shape, "stroke-width", "1"));
    int cap =
        value(shape, "stroke-linecap", "butt").equals("round")
            ? BasicStroke.CAP_ROUND
            : BasicStroke.CAP_BUTT;
    String dashes = value(shape, "stroke-dasharray", NONE);
    if (dashes.equals(NONE)) {
      return new BasicStroke(width, cap, BasicStroke.JOIN_ROUND);
    }
    String[] words = dashes.split("[ ,]+", -1);
    float[] lengths = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      lengths[i] = number(words[i]);
    }
    return new BasicStroke(width, cap, BasicStroke.JOIN_ROUND, 10, lengths, 0);
  }

  private void text(Shape shape) {
    if (shape.text().isEmpty()) {
      return;
    }
    boolean bold = number(value(shape, "font-weight", "400")) >= 600;
    float size = number(value(shape, "font-size", "13px"));
    Font font = new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont(size);
    TextLayout layout = new TextLayout(shape.text(), font, graphics.getFontRenderContext());
    double anchor =
        switch (value(shape, "text-anchor", "start")) {
          case "middle" -> layout.getAdvance() / 2;
          case "end" -> layout.getAdvance();
          default -> 0;
        };
    Spot spot = shape.spots().getFirst();
    AffineTransform place = AffineTransform.getTranslateInstance(spot.x(), spot.y());
    if (shape.slanted()) {
      place.rotate(-Math.PI / 4);
    }
    place.translate(-anchor, 0);
    java.awt.Shape glyphs = layout.getOutline(place);
    String halo = value(shape, "stroke", NONE);
    if (!halo.equals(NONE)) {
      graphics.setColor(colour(halo, "1"));
      graphics.setStroke(pen(shape));
      graphics.draw(glyphs);
    }
    graphics.setColor(colour(value(shape, "fill", "#000000"), "1"));
    graphics.fill(glyphs);
  }

  private String value(Shape shape, String property, String otherwise) {
    return styles.value(property, shape.tag(), shape.kind(), picture).orElse(otherwise);
  }

  private static float number(String length) {
    return Float.parseFloat(length.replace("px", ""));
  }

  private static Color colour(String hex, String opacity) {
    Color solid = Color.decode(hex);
    int alpha = Math.round(255 * number(opacity));
    return new Color(solid.getRed(), solid.getGreen(), solid.getBlue(), alpha);
  }
}
