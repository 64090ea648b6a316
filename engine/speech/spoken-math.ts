import { functions, greekLetters, type MathWords, mathWords, signs } from "./spoken-math-words.ts";

/** A formula that takes longer to say than this is left to the screen. */
const spokenCharsMax = 80;
const formulaCharsMax = 200;
const depthMax = 6;

/** Commands that only place things. */
const silentCommands = new Set([
  "left",
  "right",
  "quad",
  "qquad",
  "displaystyle",
  "big",
  "Big",
  ",",
  ";",
  ":",
  "!",
  " ",
]);
const textCommands = new Set(["text", "mathrm", "mathbf", "mathit", "operatorname", "textbf", "boxed"]);

/**
 * A formula in words: "$x^2$" is "x squared". Undefined when it is too long or not of the simple kind
 * (sums, letters, powers, fractions, roots), and in languages without rules.
 */
export function spokenMath(formula: string, language: string): string | undefined {
  const words = mathWords[language.toLowerCase().split("-")[0] ?? ""];
  if (!words || formula.length > formulaCharsMax) return undefined;
  const body = formula.replace(/^(?:\$\$?|\\\(|\\\[)|(?:\$\$?|\\\)|\\\])$/gu, "").trim();
  const tokens = body.match(/\\(?:[A-Za-z]+|.)|\d+(?:[.,]\d+)*|\s+|./gsu) ?? [];
  const spoken = new Reader(
    tokens.filter((token) => token.trim() !== ""),
    words,
  ).all();
  return spoken !== undefined && spoken !== "" && spoken.length <= spokenCharsMax ? spoken : undefined;
}

/** Reads one formula, left to right. Undefined anywhere means that the formula is not simple. */
class Reader {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly words: MathWords,
  ) {}

  all(): string | undefined {
    const spoken = this.#until(undefined);
    return this.#at === this.tokens.length ? spoken : undefined;
  }

  #until(end: string | undefined): string | undefined {
    const parts: string[] = [];
    this.#depth += 1;
    if (this.#depth > depthMax) return undefined;
    while (this.#at < this.tokens.length && this.tokens[this.#at] !== end) {
      const part = this.#item();
      if (part === undefined) return undefined;
      if (part !== "") parts.push(part);
    }
    this.#depth -= 1;
    return parts.join(" ");
  }

  #item(): string | undefined {
    let spoken = this.#atom();
    for (let mark = this.tokens[this.#at]; mark === "^" || mark === "_"; mark = this.tokens[this.#at]) {
      this.#at += 1;
      const small = this.#atom();
      if (spoken === undefined || small === undefined || spoken === "" || small === "") return undefined;
      spoken = mark === "^" ? this.#raised(spoken, small) : this.words.index(spoken, small);
    }
    return spoken;
  }

  /** Degrees and primes are written as exponents. */
  #raised(base: string, exponent: string): string {
    const { degrees, prime } = this.words.signs;
    const isSign = exponent === degrees || exponent === prime;
    return isSign ? `${base} ${exponent}` : this.words.power(base, exponent);
  }

  #atom(): string | undefined {
    const token = this.tokens[this.#at];
    this.#at += 1;
    if (token === undefined) return undefined;
    if (token === "{") return this.#group("}");
    if (token.startsWith("\\")) return this.#command(token.slice(1));
    if (/^\d/u.test(token)) return token;
    if (/^\p{L}$/u.test(token)) return this.#letter(token);
    if ("()[].,;".includes(token)) return "";
    return this.#sign(token);
  }

  #letter(letter: string): string {
    const called = this.tokens[this.#at] === "(" && /^[fgh]$/u.test(letter);
    return called ? this.words.call(letter) : letter;
  }

  #group(end: string): string | undefined {
    const inside = this.#until(end);
    if (this.tokens[this.#at] !== end) return undefined;
    this.#at += 1;
    return inside;
  }

  #command(name: string): string | undefined {
    if (silentCommands.has(name)) return "";
    if (name === "frac" || name === "dfrac" || name === "tfrac") {
      const [top, bottom] = [this.#atom(), this.#atom()];
      return top && bottom ? this.words.fraction(top, bottom) : undefined;
    }
    if (name === "sqrt") return this.#root();
    if (textCommands.has(name)) return this.#text();
    return this.#sign(name) ?? this.#named(name);
  }

  #sign(sign: string): string | undefined {
    const meaning = Object.hasOwn(signs, sign) ? signs[sign]! : undefined;
    // A minus that follows nothing that it could be taken from.
    const isNegative = meaning === "minus" && !/^[\p{L}\p{N})}\]!'%]/u.test(this.tokens[this.#at - 2] ?? "");
    const { negative } = this.words.signs;
    return isNegative && negative ? negative : meaning && this.words.signs[meaning];
  }

  /** Greek letters, small, large and of another cut, and functions. */
  #named(name: string): string | undefined {
    const letter = greekLetters.indexOf(name.replace(/^var/u, "").toLowerCase());
    return letter < 0 ? this.words.functions[functions.indexOf(name)] : this.words.greek[letter];
  }

  #root(): string | undefined {
    let degree: string | undefined = "";
    if (this.tokens[this.#at] === "[") {
      this.#at += 1;
      degree = this.#group("]");
    }
    const of = this.#atom();
    return of && degree !== undefined ? this.words.root(of, degree) : undefined;
  }

  #text(): string | undefined {
    if (this.tokens[this.#at] !== "{") return undefined;
    const close = this.tokens.indexOf("}", this.#at);
    if (close < 0) return undefined;
    const letters = this.tokens.slice(this.#at + 1, close);
    this.#at = close + 1;
    return letters.some((letter) => !/^[\p{L}\p{N}]+$/u.test(letter)) ? undefined : letters.join("");
  }
}
