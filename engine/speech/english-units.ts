import type { TracedText } from "./traced-text.ts";

/** Unit signs after a figure: [one, several]. */
const units: Readonly<Record<string, readonly [string, string]>> = {
  "m/s²": ["meter per second squared", "meters per second squared"],
  "m/s": ["meter per second", "meters per second"],
  "km/h": ["kilometer per hour", "kilometers per hour"],
  "km/s": ["kilometer per second", "kilometers per second"],
  "mol/L": ["mole per liter", "moles per liter"],
  "g/mol": ["gram per mole", "grams per mole"],
  "g/cm³": ["gram per cubic centimeter", "grams per cubic centimeter"],
  "kg/m³": ["kilogram per cubic meter", "kilograms per cubic meter"],
  "km²": ["square kilometer", "square kilometers"],
  "m²": ["square meter", "square meters"],
  "cm²": ["square centimeter", "square centimeters"],
  "m³": ["cubic meter", "cubic meters"],
  "cm³": ["cubic centimeter", "cubic centimeters"],
  km: ["kilometer", "kilometers"],
  cm: ["centimeter", "centimeters"],
  mm: ["millimeter", "millimeters"],
  µm: ["micrometer", "micrometers"],
  nm: ["nanometer", "nanometers"],
  m: ["meter", "meters"],
  kg: ["kilogram", "kilograms"],
  mg: ["milligram", "milligrams"],
  g: ["gram", "grams"],
  mL: ["milliliter", "milliliters"],
  ml: ["milliliter", "milliliters"],
  L: ["liter", "liters"],
  mol: ["mole", "moles"],
  ms: ["millisecond", "milliseconds"],
  min: ["minute", "minutes"],
  s: ["second", "seconds"],
  h: ["hour", "hours"],
  kHz: ["kilohertz", "kilohertz"],
  MHz: ["megahertz", "megahertz"],
  GHz: ["gigahertz", "gigahertz"],
  Hz: ["hertz", "hertz"],
  kW: ["kilowatt", "kilowatts"],
  kWh: ["kilowatt hour", "kilowatt hours"],
  W: ["watt", "watts"],
  kJ: ["kilojoule", "kilojoules"],
  J: ["joule", "joules"],
  kPa: ["kilopascal", "kilopascals"],
  Pa: ["pascal", "pascals"],
  kN: ["kilonewton", "kilonewtons"],
  N: ["newton", "newtons"],
  V: ["volt", "volts"],
  mA: ["milliampere", "milliamperes"],
  Ω: ["ohm", "ohms"],
  kB: ["kilobyte", "kilobytes"],
  KB: ["kilobyte", "kilobytes"],
  MB: ["megabyte", "megabytes"],
  GB: ["gigabyte", "gigabytes"],
  TB: ["terabyte", "terabytes"],
  "°C": ["degree Celsius", "degrees Celsius"],
  "°F": ["degree Fahrenheit", "degrees Fahrenheit"],
  "°": ["degree", "degrees"],
  "%": ["percent", "percent"],
  "‰": ["per mille", "per mille"],
  ft: ["foot", "feet"],
  lb: ["pound", "pounds"],
  oz: ["ounce", "ounces"],
  mph: ["mile per hour", "miles per hour"],
};

const currencies: Readonly<Record<string, readonly [string, string, string]>> = {
  $: ["dollar", "dollars", "cents"],
  "€": ["euro", "euros", "cents"],
  "£": ["pound", "pounds", "pence"],
  "¥": ["yen", "yen", ""],
};

export const figurePattern = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;

const escaped = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .map((unit) =>
    unit
      .replace(/[/.²³]/gu, "\\$&")
      .replaceAll("\\²", "²")
      .replaceAll("\\³", "³")
      .replaceAll("/", "\\/"),
  )
  .map((unit) => unit.replaceAll("\\\\/", "\\/"));
const afterFigure = new RegExp(
  `(?<![\\d.,])(${figurePattern})[ \\u00A0]?(${escaped.join("|")})(?![\\p{L}\\p{N}/^])`,
  "gu",
);
const money = new RegExp(
  `([$€£¥]) ?(${figurePattern})(?: ?(k|K|M|bn|m|million|billion|thousand|trillion)(?![\\p{L}\\p{N}]))?`,
  "gu",
);
const moneyAfter = new RegExp(`(?<![\\d.,])(${figurePattern}) ?([€£¥])`, "gu");
const magnitudes: Record<string, string> = {
  k: "thousand",
  K: "thousand",
  m: "million",
  M: "million",
  bn: "billion",
};

/** "5 km" to "5 kilometers", "20 °C" to "20 degrees Celsius", "$5.50" to "5 dollars and 50 cents". Figures stay. */
export function unitWords(text: TracedText): TracedText {
  return text
    .replace(moneyAfter, "$2$1")
    .replace(money, (_, sign: string, figure: string, magnitude?: string) =>
      moneyWords(sign, figure, magnitude),
    )
    .replace(/([a-zµ])\^([23])(?!\d)/gu, (found, unit: string, power: string) =>
      /^(?:m|s)$/u.test(unit) ? `${unit}${power === "2" ? "²" : "³"}` : found,
    )
    .replace(afterFigure, (_, figure: string, unit: string) => {
      const [one, several] = units[unit] ?? [unit, unit];
      return `${figure} ${figure === "1" ? one : several}`;
    });
}

function moneyWords(sign: string, figure: string, magnitude: string | undefined): string {
  const [one, several, cents] = currencies[sign] ?? [sign, sign, ""];
  if (magnitude) return `${figure} ${magnitudes[magnitude] ?? magnitude} ${several}`;
  const [whole = "0", part] = figure.split(".");
  const main = `${whole} ${whole === "1" ? one : several}`;
  if (part?.length !== 2 || cents === "") return part ? `${figure} ${several}` : main;
  if (Number(part) === 0) return main;
  return whole === "0" ? `${Number(part)} ${cents}` : `${main} and ${Number(part)} ${cents}`;
}
