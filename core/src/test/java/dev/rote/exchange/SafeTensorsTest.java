package dev.rote.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rote.engine.Parameters;
import dev.rote.fault.RoteException;
import dev.rote.network.Activation;
import dev.rote.network.Init;
import dev.rote.network.Network;
import dev.rote.network.TensorShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
  private final Path folder;

  SafeTensorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void read_whatWasWritten_isTheSameBits() {
    Network network = Network.of(784).dense(128, Activation.RELU).dense(10).build();
    Parameters weights = Parameters.initial(network, Init.XAVIER_UNIFORM, 0);
    weights.values()[3] = Float.NaN;
    weights.values()[4] = -0.0f;
    weights.values()[5] = Float.MIN_VALUE;
    Map<String, String> metadata =
        Map.of("quote \" \\", "line\nbreak, tab\t, bell \u0007", "ümläut 数 🙂", "", "é", "\u007f");

    Path file = folder.resolve("weights.safetensors");
    SafeTensors.write(file, weights, metadata);
    SafeTensors.Tensors read = SafeTensors.read(file);

    assertThat(read.parameters().tensors()).isEqualTo(network.tensors());
    assertThat(bits(read.parameters())).isEqualTo(bits(weights));
    assertThat(read.metadata()).isEqualTo(metadata);
  }

  @Test
  void write_smallNetwork_isTheFormatByteForByte() throws IOException {
    Parameters weights =
        new Parameters(
            List.of(new TensorShape("0.weight", List.of(1, 2)), new TensorShape("b", List.of())),
            new float[] {1, -2, 0.5f});
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("z", "last");
    metadata.put("a", "first");
    String header =
        "{\"__metadata__\":{\"a\":\"first\",\"z\":\"last\"},"
            + "\"0.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}    ";
    ByteBuffer expected = ByteBuffer.allocate(8 + header.length() + 12);
    expected.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length());
    expected.put(header.getBytes(StandardCharsets.US_ASCII)).putFloat(1).putFloat(-2).putFloat(.5f);

    assertThat(header.length() % 8).isZero();
    assertThat(written(weights, metadata)).isEqualTo(expected.array());
  }

  @Test
  void write_noTensorsNoMetadata_isAnEmptyObject() throws IOException {
    byte[] bytes = written(new Parameters(List.of(), new float[0]), Map.of());
    assertThat(new String(bytes, 8, 8, StandardCharsets.US_ASCII)).isEqualTo("{}      ");
  }

  @Test
  void read_tensorsInAnotherOrderThanTheirData_followTheData() throws IOException {
    Path file = folder.resolve("other.safetensors");
    String header =
        """
        {"b":{"shape":[1],"data_offsets":[4,8],"dtype":"F32"},
        	"empty":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]},
         "\\u0061\\/\\ud83d\\ude00":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}\
        """;
    Files.write(file, MalformedSafeTensorsTest.file(header, 1, 2));
    SafeTensors.Tensors read = SafeTensors.read(file);
    assertThat(read.parameters().tensors())
        .extracting(TensorShape::toString)
        .containsExactly("a/😀 [1]", "empty [0, 3]", "b [1]");
    assertThat(read.parameters().values()).containsExactly(1, 2);
  }

  @Test
  void write_twoTensorsOfOneName_isRefused() {
    TensorShape tensor = new TensorShape("w", List.of(1));
    assertRefused(new Parameters(List.of(tensor, tensor), new float[2]), "\"w\" twice");
    TensorShape reserved = new TensorShape("__metadata__", List.of(1));
    assertRefused(new Parameters(List.of(reserved), new float[1]), "\"__metadata__\" twice");
    TensorShape half = new TensorShape("\ud83d", List.of(1));
    assertRefused(new Parameters(List.of(half), new float[1]), "half a character");
  }

  private void assertRefused(Parameters parameters, String found) {
    Path file = folder.resolve("refused.safetensors");
    assertThatThrownBy(() -> SafeTensors.write(file, parameters, Map.of()))
        .isInstanceOf(RoteException.class)
        .hasMessageContaining(found);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void read_noSuchFile_saysSo() {
    Path file = folder.resolve("none.safetensors");
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(RoteException.class)
        .hasMessageStartingWith("read " + file + ": no such file");
    assertThatThrownBy(() -> SafeTensors.read(folder)).isInstanceOf(RoteException.class);
  }

  private static byte[] written(Parameters parameters, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensors.write(out, List.of(parameters), metadata);
    return out.toByteArray();
  }

  private static int[] bits(Parameters parameters) {
    int[] bits = new int[parameters.values().length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(parameters.values()[i]);
    }
    return bits;
  }
}
