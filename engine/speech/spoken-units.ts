import type { TracedText } from "./traced-text.ts";

/** The languages of the tables below, in the order of their columns; English has its own (`english-units.ts`). */
const columns = ["de", "es", "fr", "zh", "ja"];

/** Signs of units after a figure, in words. */
const units: Readonly<Record<string, string>> = {
  "km/h": "Kilometer pro Stunde|kilómetros por hora|kilomètres par heure|千米每小时|キロメートル毎時",
  "m/s²":
    "Meter pro Sekunde zum Quadrat|metros por segundo al cuadrado|mètres par seconde au carré|米每二次方秒|メートル毎秒毎秒",
  "m/s": "Meter pro Sekunde|metros por segundo|mètres par seconde|米每秒|メートル毎秒",
  "km/s": "Kilometer pro Sekunde|kilómetros por segundo|kilomètres par seconde|千米每秒|キロメートル毎秒",
  "g/cm³":
    "Gramm pro Kubikzentimeter|gramos por centímetro cúbico|grammes par centimètre cube|克每立方厘米|グラム毎立方センチメートル",
  "kg/m³":
    "Kilogramm pro Kubikmeter|kilogramos por metro cúbico|kilogrammes par mètre cube|千克每立方米|キログラム毎立方メートル",
  "mol/L": "Mol pro Liter|moles por litro|moles par litre|摩尔每升|モル毎リットル",
  "g/mol": "Gramm pro Mol|gramos por mol|grammes par mole|克每摩尔|グラム毎モル",
  "km²": "Quadratkilometer|kilómetros cuadrados|kilomètres carrés|平方千米|平方キロメートル",
  "m²": "Quadratmeter|metros cuadrados|mètres carrés|平方米|平方メートル",
  "cm²": "Quadratzentimeter|centímetros cuadrados|centimètres carrés|平方厘米|平方センチメートル",
  "m³": "Kubikmeter|metros cúbicos|mètres cubes|立方米|立方メートル",
  "cm³": "Kubikzentimeter|centímetros cúbicos|centimètres cubes|立方厘米|立方センチメートル",
  km: "Kilometer|kilómetros|kilomètres|千米|キロメートル",
  m: "Meter|metros|mètres|米|メートル",
  cm: "Zentimeter|centímetros|centimètres|厘米|センチメートル",
  mm: "Millimeter|milímetros|millimètres|毫米|ミリメートル",
  μm: "Mikrometer|micrómetros|micromètres|微米|マイクロメートル",
  nm: "Nanometer|nanómetros|nanomètres|纳米|ナノメートル",
  kg: "Kilogramm|kilogramos|kilogrammes|千克|キログラム",
  g: "Gramm|gramos|grammes|克|グラム",
  mg: "Milligramm|miligramos|milligrammes|毫克|ミリグラム",
  l: "Liter|litros|litres|升|リットル",
  L: "Liter|litros|litres|升|リットル",
  ml: "Milliliter|mililitros|millilitres|毫升|ミリリットル",
  mL: "Milliliter|mililitros|millilitres|毫升|ミリリットル",
  h: "Stunden|horas|heures|小时|時間",
  min: "Minuten|minutos|minutes|分钟|分",
  s: "Sekunden|segundos|secondes|秒|秒",
  ms: "Millisekunden|milisegundos|millisecondes|毫秒|ミリ秒",
  Hz: "Hertz|hercios|hertz|赫兹|ヘルツ",
  kHz: "Kilohertz|kilohercios|kilohertz|千赫兹|キロヘルツ",
  W: "Watt|vatios|watts|瓦|ワット",
  kW: "Kilowatt|kilovatios|kilowatts|千瓦|キロワット",
  kWh: "Kilowattstunden|kilovatios hora|kilowattheures|千瓦时|キロワット時",
  J: "Joule|julios|joules|焦耳|ジュール",
  kJ: "Kilojoule|kilojulios|kilojoules|千焦|キロジュール",
  N: "Newton|newtons|newtons|牛顿|ニュートン",
  Pa: "Pascal|pascales|pascals|帕|パスカル",
  hPa: "Hektopascal|hectopascales|hectopascals|百帕|ヘクトパスカル",
  V: "Volt|voltios|volts|伏|ボルト",
  Ω: "Ohm|ohmios|ohms|欧姆|オーム",
  mol: "Mol|moles|moles|摩尔|モル",
  MB: "Megabyte|megabytes|mégaoctets|兆字节|メガバイト",
  GB: "Gigabyte|gigabytes|gigaoctets|吉字节|ギガバイト",
  "°C": "Grad Celsius|grados Celsius|degrés Celsius|摄氏度|度",
  "°F": "Grad Fahrenheit|grados Fahrenheit|degrés Fahrenheit|华氏度|華氏度",
  "°": "Grad|grados|degrés|度|度",
  "%": "Prozent|por ciento|pour cent||パーセント",
  "‰": "Promille|por mil|pour mille||パーミル",
};

const currencies: Readonly<Record<string, string>> = {
  $: "Dollar|dólares|dollars|美元|ドル",
  "€": "Euro|euros|euros|欧元|ユーロ",
  "£": "Pfund|libras|livres|英镑|ポンド",
  "¥": "Yen|yenes|yens|元|円",
};
/** "5 million", between a figure and its currency; with the word that joins them. */
const magnitudes: Readonly<Record<string, readonly [RegExp | string, string]>> = {
  de: ["Tausend|Millionen?|Milliarden?|Billionen?|Mio\\.?|Mrd\\.?", " "],
  es: ["millones|millón|billones|billón", " de "],
  fr: ["millions?|milliards?", " de "],
  zh: ["[万亿]+", ""],
  ja: ["[万億兆]+", ""],
};

/** Not begun in its middle: each digit of a long one would be tried. */
const figure = "(?<!\\d[.,]?)\\d+(?:[.,]\\d+)*";
const space = "[ \\u00A0\\u202F]?";
const escaped = (signs: readonly string[]) =>
  signs
    .toSorted((one, other) => other.length - one.length)
    .map((sign) => sign.replace(/[$]/gu, "\\$&"))
    .join("|");
const unitSigns = escaped(Object.keys(units));
const currencySigns = Object.keys(currencies).join("");

/** "5 km", "20 °C", "3‰", "$5 million" and "5 €" in words. Figures stay; voices read them. */
export function unitsInWords(text: TracedText, tag: string): TracedText {
  const column = columns.indexOf(tag);
  if (column < 0) return text;
  const isWide = tag === "zh" || tag === "ja";
  const gap = isWide ? "" : " ";
  const worded = (list: string, of: string) => {
    const words = list.split("|")[column]!;
    return gap + (of === "1" && !isWide ? singular(words, tag) : words);
  };
  // Letters of Chinese and Japanese may follow, and a figure may end in 万.
  const [numeral, end] = isWide
    ? [`${figure}[万亿億兆]?|[万亿億兆]`, "(?![A-Za-z/²³])"]
    : [figure, "(?![\\p{L}\\p{N}/²³])"];
  const [magnitude, joint] = magnitudes[tag]!;
  const money = (of: string, size: string | undefined, sign: string) =>
    size
      ? `${of}${gap}${size}${joint}${worded(currencies[sign]!, "").trimStart()}`.replace(
          " de euros",
          " d'euros",
        )
      : of + worded(currencies[sign]!, of);
  const sized = `(${figure})(?:${space}(${magnitude})(?![A-Za-zÀ-ÿ]))?`;
  const marked = tag === "zh" ? percentages(text) : text;
  return marked
    .replace(new RegExp(`([${currencySigns}])${space}${sized}`, "gu"), (_, sign, of, size) =>
      money(of!, size, sign!),
    )
    .replace(new RegExp(`${sized}${space}([${currencySigns}])`, "gu"), (_, of, size, sign) =>
      money(of!, size, sign!),
    )
    .replace(new RegExp(`(${numeral})${space}(${unitSigns})${end}`, "gu"), (found, of, sign) => {
      const words = worded(units[sign!]!, of!);
      return words.trim() === "" ? found : of + words;
    });
}

/** Chinese says the sign before the figure. */
function percentages(text: TracedText): TracedText {
  const before = (sign: string, words: string) =>
    [new RegExp(`(?<![\\d.])([-−]?\\d+(?:\\.\\d+)?)\\s?${sign}`, "gu"), `${words}$1`] as const;
  return [before("%", "百分之"), before("‰", "千分之")].reduce(
    (rest, [pattern, words]) => rest.replace(pattern, words),
    text,
  );
}

/** Of words that are counted. */
function singular(words: string, tag: string): string {
  if (tag === "de") return words.replace(/(?<=e)n$/u, "");
  const short = words.replace(/dólares|yenes|pascales/u, (several) => several.slice(0, -2));
  return short === words ? words.replace(/(?<!Celsiu)s(?=\s|$)/gu, "") : short;
}
