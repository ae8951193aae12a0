package dev.rote.data;

import dev.rote.data.CatalogFile.Form;
import dev.rote.data.CatalogFile.Role;
import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import java.net.URI;
import java.util.List;

/// The data sets that are known by name.
///
/// Immutable, so safe to share between threads.
public record Catalog(List<CatalogEntry> entries) {

  public Catalog {
    entries = List.copyOf(entries);
  }

  /// Fashion-MNIST and MNIST: 60,000 training and 10,000 held-out pictures of 28 × 28, 10 classes.
  ///
  /// Sources: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST", arXiv 1708.07747 (2017). Y. LeCun,
  /// L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition"
  /// (1998).
  public static Catalog standard() {
    return new Catalog(List.of(fashionMnist(), mnist()));
  }

  /// The data set of a name.
  ///
  /// @throws RoteException if there is none; it names the one that was probably meant
  public CatalogEntry named(String name) {
    List<String> names = entries.stream().map(CatalogEntry::name).toList();
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RoteException(
                    "data set",
                    "one of " + String.join(", ", names),
                    name,
                    Suggestion.didYouMean(name, names)));
  }

  private static CatalogEntry fashionMnist() {
    return new CatalogEntry(
        "fashion-mnist",
        new CatalogEntry.About(
            "Fashion-MNIST: grey pictures of clothes, by Zalando Research",
            "MIT",
            URI.create("https://github.com/zalandoresearch/fashion-mnist")),
        List.of(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot"),
        fashionFiles(),
        List.of(
            web("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            new CatalogEntry.Debian("dataset-fashion-mnist")));
  }

  /// The official form, then Debian's: without name and time in the gzip header, with equal data.
  private static List<CatalogFile> fashionFiles() {
    return files(
        List.of(
            form(26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            form(26_421_856, "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7")),
        List.of(
            form(29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            form(29_491, "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056")),
        List.of(
            form(4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            form(4_422_079, "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa")),
        List.of(
            form(5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            form(5_125, "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05")));
  }

  private static CatalogEntry mnist() {
    return new CatalogEntry(
        "mnist",
        new CatalogEntry.About(
            "MNIST: handwritten digits, by LeCun, Cortes and Burges, from NIST's databases",
            "CC BY-SA 3.0",
            URI.create("http://yann.lecun.com/exdb/mnist/")),
        Dataset.numbered(10),
        files(
            List.of(
                form(
                    9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609")),
            List.of(
                form(28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c")),
            List.of(
                form(
                    1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6")),
            List.of(
                form(4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"))),
        List.of(
            web("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            web("https://ossci-datasets.s3.amazonaws.com/mnist/")));
  }

  /// Both data sets use the file names of MNIST.
  private static List<CatalogFile> files(
      List<Form> trainImages,
      List<Form> trainLabels,
      List<Form> heldOutImages,
      List<Form> heldOutLabels) {
    return List.of(
        new CatalogFile(Role.TRAIN_IMAGES, "train-images-idx3-ubyte.gz", trainImages),
        new CatalogFile(Role.TRAIN_LABELS, "train-labels-idx1-ubyte.gz", trainLabels),
        new CatalogFile(Role.HELD_OUT_IMAGES, "t10k-images-idx3-ubyte.gz", heldOutImages),
        new CatalogFile(Role.HELD_OUT_LABELS, "t10k-labels-idx1-ubyte.gz", heldOutLabels));
  }

  private static Form form(long size, String sha256) {
    return new Form(size, sha256);
  }

  private static CatalogEntry.Web web(String base) {
    return new CatalogEntry.Web(URI.create(base));
  }
}
