const small =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const scales = ["", " thousand", " million", " billion", " trillion"];
const ordinals: Record<string, string> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};
const cardinalDigitsMax = 15;

/** "1,234" is "one thousand two hundred thirty-four", "3.14" is "three point one four"; long figures go digit by digit. */
export function numberWords(figure: string): string {
  const [whole = "0", decimals = ""] = figure.replaceAll(",", "").split(".");
  const spelled =
    whole.length > cardinalDigitsMax || /^0\d/u.test(whole) ? digitWords(whole) : cardinal(whole);
  return decimals === "" ? spelled : `${spelled} point ${digitWords(decimals)}`;
}

/** "21" is "twenty-first". */
export function ordinalWords(figure: string): string {
  const words = numberWords(figure);
  const last = /[a-z]+$/u.exec(words)?.[0] ?? "";
  const ending = ordinals[last] ?? `${last.replace(/y$/u, "ie")}th`;
  return words.slice(0, words.length - last.length) + ending;
}

/** "1984" is "nineteen eighty-four", "2005" is "two thousand five". */
export function yearWords(figure: string): string {
  const year = Number(figure);
  const century = Math.trunc(year / 100);
  const rest = year % 100;
  if (rest === 0) return year % 1000 === 0 ? cardinal(figure) : `${below100(century)} hundred`;
  if (century === 20 && rest < 10) return `two thousand ${small[rest]}`;
  return `${below100(century)} ${rest < 10 ? `oh ${small[rest]}` : below100(rest)}`;
}

/** "3:45" is "three forty-five", "10:00" is "ten o'clock". */
export function timeWords(hours: string, minutes: string): string {
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (minute === 0)
    return hour > 12 || hour === 0 ? `${below100(hour)} hundred` : `${below100(hour)} o'clock`;
  return `${below100(hour)} ${minute < 10 ? `oh ${small[minute]}` : below100(minute)}`;
}

export function digitWords(digits: string): string {
  return [...digits].map((digit) => small[Number(digit)] ?? "").join(" ");
}

function cardinal(digits: string): string {
  const groups = Number(digits).toLocaleString("en-US").split(",");
  const words = groups.map((group, index) => {
    const value = Number(group);
    return value === 0 ? "" : below1000(value) + (scales[groups.length - 1 - index] ?? "");
  });
  return words.filter(Boolean).join(" ") || "zero";
}

function below1000(value: number): string {
  const hundreds = value >= 100 ? `${small[Math.trunc(value / 100)]} hundred` : "";
  return [hundreds, value % 100 === 0 && hundreds ? "" : below100(value % 100)].filter(Boolean).join(" ");
}

function below100(value: number): string {
  if (value < 20) return small[value] ?? "";
  const ones = value % 10 === 0 ? "" : `-${small[value % 10]}`;
  return `${tens[Math.trunc(value / 10)]}${ones}`;
}
