package dev.rote.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.management.ThreadMXBean;
import dev.rote.fault.RoteException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way an IDX or gzip file can be wrong that we have thought of or met; each new one joins.
class MalformedIdxTest {
  private static final byte[] GOOD = Idx.pictures(2, 3, 4);
  private static final byte[] PACKED = Idx.gzip(GOOD);
  private static final long MAX = 0xFFFFFFFFL;

  static Stream<Arguments> plainFiles() {
    return Stream.of(
        arguments("no bytes", new byte[0], "found an empty file"),
        arguments("one byte", Idx.cut(GOOD, 1), "two zero bytes, a type and a rank, found 0x00;"),
        arguments("three bytes", Idx.cut(GOOD, 3), "found 0x000008;"),
        arguments("first byte not zero", Idx.with(GOOD, 0, 1), "found 0x01000803;"),
        arguments("second byte not zero", Idx.with(GOOD, 1, 1), "found 0x00010803;"),
        arguments("magic in the other byte order", new byte[] {3, 8, 0, 0}, "found 0x03080000;"),
        arguments("a PNG", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "found 0x89504e47;"),
        arguments("type 0x00", Idx.header(0x00, 1), "0x0D, 0x0E, found 0x00;"),
        arguments("type 0x07", Idx.header(0x07, 1), "item type of 0x08, 0x09, 0x0B"),
        arguments("type 0x0A", Idx.header(0x0A, 1), "found 0x0A;"),
        arguments("type 0x0F", Idx.header(0x0F, 1), "found 0x0F;"),
        arguments("type 0xFF", Idx.header(0xFF, 1), "found 0xFF;"),
        arguments("rank 0", Idx.header(0x08), "expected a rank of 1 to 4, found 0;"),
        arguments("rank 5", Idx.header(0x08, 1, 1, 1, 1, 1), "rank of 1 to 4, found 5;"),
        arguments("rank 255", Idx.with(GOOD, 3, 255), "rank of 1 to 4, found 255;"),
        arguments("magic alone", Idx.cut(GOOD, 4), "3 sizes, found the end of the file in it"),
        arguments("two of three sizes", Idx.cut(GOOD, 12), "a header with 3 sizes"),
        arguments("half a size", Idx.cut(GOOD, 14), "a header with 3 sizes"),
        arguments("no examples", Idx.header(0x08, 0, 28, 28), "sizes of 1 or more, found a size"),
        arguments("no columns", Idx.header(0x08, 1, 28, 0), "sizes of 1 or more, found a size"),
        arguments("0 after an overflow", Idx.header(0x08, MAX, MAX, 0), "found a size of 0"),
        arguments("4 billion items in 16 bytes", Idx.header(0x08, 65_536, 256, 256), "at most"),
        arguments("all sizes 2^32 - 1", Idx.header(0x0E, MAX, MAX, MAX, MAX), "at most"),
        arguments("product 2^32", Idx.header(0x08, 65_536, 65_536), "found 65536 × 65536 unsigned"),
        arguments("product 2^63", Idx.header(0x08, 1L << 31, 1L << 31, 2), "at most"),
        arguments("product 2^64", Idx.header(0x08, 65_536, 65_536, 65_536, 65_536), "at most"),
        arguments("bytes past an int", Idx.header(0x0E, 1 << 28), "found 268435456 64-bit floats"),
        arguments("200 MB in 16 bytes", Idx.header(0x08, 20_000, 100, 100), "found 16 bytes;"),
        arguments(
            "header only", Idx.cut(GOOD, 16), "40 bytes for 2 × 3 × 4 unsigned bytes, found 16"),
        arguments("a byte short", Idx.cut(GOOD, -1), "expected 40 bytes for 2 × 3 × 4 unsigned"),
        arguments(
            "a byte long", Idx.join(GOOD, new byte[1]), "found 41 bytes; remove what follows"),
        arguments("two files in one", Idx.join(GOOD, GOOD), "found 80 bytes; remove"),
        arguments("sizes lowest byte first", swapped(), "for 33554432 unsigned bytes, found 10"),
        arguments(
            "half a double", Idx.file(0x0E, new long[] {1}, new byte[4]), "16 bytes for 1 64"));
  }

  private static byte[] swapped() {
    return Idx.file(0x08, new long[] {Integer.reverseBytes(2)}, new byte[2]);
  }

  static Stream<Arguments> gzipFiles() {
    byte[] empty = Idx.gzip(new byte[0]);
    byte[] tooMany = Idx.gzip(Idx.file(0x08, new long[] {1}, new byte[64 << 20]));
    return Stream.of(
        arguments("magic alone", Idx.cut(PACKED, 2), "the end of the file: it is cut short"),
        arguments("cut in the header", Idx.cut(PACKED, 9), "the end of the file: it is cut short"),
        arguments("header only", Idx.cut(PACKED, 10), "the end of the file: it is cut short"),
        arguments("cut in the data", Idx.cut(PACKED, 20), "the end of the file: it is cut short"),
        arguments(
            "cut in the trailer", Idx.cut(PACKED, -1), "the end of the file: it is cut short"),
        arguments("method 0", Idx.with(PACKED, 2, 0), "method 8 (deflate), found method 0;"),
        arguments("reserved flag", Idx.with(PACKED, 3, 0x80), "no reserved flag, found flags 0x80"),
        arguments("name without end", Idx.with(longHeader(), 3, 8), "endless text"),
        arguments("comment without end", Idx.with(longHeader(), 3, 16), "endless text"),
        arguments("extra field past the end", extraField(), "the end of the file: it is cut short"),
        arguments("bad block type", Idx.with(PACKED, 10, 0xFF), "sound gzip data, found damage"),
        arguments("other CRC", flipped(-8), "expected the CRC-32 of the data, found another"),
        arguments("other length", flipped(-4), "expected 40 bytes of data, found another length"),
        arguments("length off by 2^31", flipped(-1), "expected 40 bytes of data, found another"),
        arguments("a byte after it", Idx.join(PACKED, new byte[1]), "nothing after the gzip data"),
        arguments(
            "text after it",
            Idx.join(PACKED, "<html>".getBytes(StandardCharsets.US_ASCII)),
            "nothing after the gzip"),
        arguments("two members", Idx.join(PACKED, PACKED), "nothing after the gzip data"),
        arguments("empty member first", Idx.join(empty, PACKED), "nothing after the gzip data"),
        arguments("empty member", empty, "found an empty file"),
        arguments("gzip in gzip", Idx.gzip(PACKED), "found gzip data inside gzip; unpack"),
        arguments("not an IDX file", Idx.gzip(new byte[] {1, 2, 3, 4}), "found 0x01020304;"),
        arguments(
            "data a byte short", Idx.gzip(Idx.cut(GOOD, -1)), "40 bytes for 2 × 3 × 4 unsigned"),
        arguments("data a byte long", Idx.gzip(Idx.join(GOOD, new byte[1])), "found more; remove"),
        arguments("64 MB after one label", tooMany, "9 bytes for 1 unsigned bytes, found more"),
        arguments(
            "1 GB in 30 bytes", Idx.gzip(Idx.header(0x08, 1 << 30)), "bytes, which is too few"),
        arguments("4 GB in 30 bytes", Idx.gzip(Idx.header(0x08, MAX)), "at most"));
  }

  private static byte[] flipped(int position) {
    return Idx.with(PACKED, position, PACKED[PACKED.length + position] ^ 0x80);
  }

  private static byte[] longHeader() {
    byte[] text = new byte[1 << 18];
    Arrays.fill(text, (byte) 'a');
    return Idx.join(Idx.cut(PACKED, 10), text);
  }

  private static byte[] extraField() {
    return Idx.join(Idx.with(Idx.cut(PACKED, 10), 3, 4), new byte[] {-1, -1, 0});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"plainFiles", "gzipFiles"})
  void read_malformed_saysWhatIsWrongInOneLine(
      String name, byte[] content, String words, @TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("some file"), content);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    RoteException failure = catchThrowableOfType(RoteException.class, () -> IdxReader.read(file));

    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as("bytes allocated")
        .isLessThan(2L * content.length + (16 << 20));
    assertThat(failure).as(name).isNotNull();
    assertThat(failure.getMessage())
        .startsWith("read " + file + ": expected ")
        .contains(words)
        .doesNotContain("\n");
  }

  @Test
  void read_everyCutOfAGzipFile_isRefused() {
    for (int length = 0; length < PACKED.length; length++) {
      byte[] cut = Idx.cut(PACKED, length);
      assertThatThrownBy(() -> IdxReader.read("cut", cut)).isInstanceOf(RoteException.class);
    }
  }

  /// Damage shows, or was to what means nothing: in the header the flag that says the data are text
  /// and 6 bytes of time, level and system, and at most 7 bits that fill the last byte of the data.
  @Test
  void read_everyFlippedBitOfAGzipFile_isRefusedOrHarmless() {
    int harmless = 0;
    for (int bit = 0; bit < 8 * PACKED.length; bit++) {
      byte[] damaged = Idx.with(PACKED, bit / 8, PACKED[bit / 8] ^ 1 << bit % 8);
      try {
        assertThat(IdxReader.read("damaged", damaged).bytes())
            .isEqualTo(IdxReader.read("sound", PACKED).bytes());
        harmless++;
      } catch (RoteException e) {
        assertThat(e.getMessage()).startsWith("read damaged: expected ");
      }
    }
    assertThat(harmless).isBetween(1 + 8 * 6, 1 + 8 * 6 + 7);
  }

  /// Mutants of a plain file, one to three header bytes changed, are read as what they say or
  /// refused.
  @Test
  void read_mutantsOfAPlainFile_areReadAsTheySayOrRefused() {
    Random random = new Random(20261);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] mutant = GOOD.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        mutant[random.nextInt(16)] =
            (byte) (random.nextBoolean() ? random.nextInt(5) : random.nextInt());
      }
      try {
        IdxArray array = IdxReader.read("mutant", mutant);
        int items = IntStream.range(0, array.rank()).map(array::size).reduce(1, (a, b) -> a * b);
        assertThat(4 + 4 * array.rank() + items * array.type().bytes()).isEqualTo(mutant.length);
      } catch (RoteException e) {
        assertThat(e.getMessage()).startsWith("read mutant: expected ");
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 19_999);
  }
}
