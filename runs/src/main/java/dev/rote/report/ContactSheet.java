package dev.rote.report;

import dev.rote.data.Dataset;
import dev.rote.data.PictureShape;
import dev.rote.fault.RoteException;
import java.util.ArrayList;
import java.util.List;

/// A first look at a data set: some examples of every class on one picture.
public final class ContactSheet {

  private static final int ZOOM = 2;
  private static final int TEXT_ZOOM = 2;
  private static final int GAP = 6;
  private static final int MARGIN = 16;
  private static final int PAPER = 255;
  private static final int INK = 32;
  private static final int MISSING = 240;

  private ContactSheet() {}

  /// A row for each class: its name, then its first examples in the order of the data set. Where a
  /// class has too few, the places stay light grey.
  ///
  /// @param classNames one name a class
  /// @param perClass examples a row, at least 1
  /// @return a PNG file, 8 bits grey; pictures are twice their size
  /// @throws RoteException if names and classes differ in number, `perClass` is below 1, or the
  ///     picture would be too large
  public static byte[] png(Dataset data, List<String> classNames, int perClass) {
    String operation = "contact sheet of " + data.name();
    List<String> names = ClassNames.of(data, classNames);
    if (perClass < 1) {
      throw new RoteException(operation, "1 or more examples a class", "" + perClass, "raise it");
    }
    PictureShape shape = data.shape();
    int cellWidth = shape.columns() * ZOOM + GAP;
    int cellHeight = Math.max(shape.rows() * ZOOM, Glyphs.HEIGHT * TEXT_ZOOM) + GAP;
    int longest = names.stream().mapToInt(name -> Glyphs.characters(name).length).max().orElse(0);
    int left = MARGIN + longest * Glyphs.ADVANCE * TEXT_ZOOM + 2 * GAP;
    Canvas canvas =
        new Canvas(
            operation,
            left + (long) perClass * cellWidth - GAP + MARGIN,
            2L * MARGIN + (long) names.size() * cellHeight - GAP,
            PAPER);
    List<List<Integer>> examples = firstOfEach(data, perClass);
    for (int c = 0; c < names.size(); c++) {
      int y = MARGIN + c * cellHeight;
      int middle = y + (cellHeight - GAP - Glyphs.HEIGHT * TEXT_ZOOM) / 2;
      canvas.text(names.get(c), MARGIN, middle + TEXT_ZOOM, TEXT_ZOOM, INK);
      for (int i = 0; i < perClass; i++) {
        int x = left + i * cellWidth;
        if (i < examples.get(c).size()) {
          canvas.picture(data, examples.get(c).get(i), x, y, ZOOM);
        } else {
          canvas.fill(x, y, shape.columns() * ZOOM, shape.rows() * ZOOM, MISSING);
        }
      }
    }
    return canvas.png();
  }

  private static List<List<Integer>> firstOfEach(Dataset data, int perClass) {
    List<List<Integer>> examples = new ArrayList<>();
    for (int c = 0; c < data.classes(); c++) {
      examples.add(new ArrayList<>());
    }
    for (int example = 0; example < data.size(); example++) {
      List<Integer> ofClass = examples.get(data.label(example));
      if (ofClass.size() < perClass) {
        ofClass.add(example);
      }
    }
    return examples;
  }
}
